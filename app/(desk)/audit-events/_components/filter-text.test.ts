import { expect, it } from "vitest";
import { actorText, subjectText } from "./filter-text";

const event = { actor: { id: "a-1", label: "f.garcía" }, subject: { id: "h-1", label: "db-fra-p003" } };
const events = [event] as unknown as Parameters<typeof actorText>[1];

it("names who and what are known, and shortens other ids", () => {
  expect(actorText("a-1", events)).toEqual({ verb: "is", value: "f.garcía" });
  expect(actorText("system", events)).toEqual({ verb: "is", value: "system" });
  expect(actorText(null, events)).toBeUndefined();
  expect(subjectText({ subjectType: "host", subjectId: "h-1" }, events)).toEqual({
    verb: "is",
    value: "db-fra-p003",
  });
  expect(subjectText({ subjectType: "host", subjectId: null }, events)).toEqual({ verb: "is a", value: "host" });
});
