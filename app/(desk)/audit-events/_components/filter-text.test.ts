import { describe, expect, it } from "vitest";
import { actorText, rangeText, subjectText } from "./filter-text";

const event = { actor: { id: "a-1", label: "f.garcía" }, subject: { id: "h-1", label: "db-fra-p003" } };
const events = [event] as unknown as Parameters<typeof actorText>[1];

describe("a filter of the log in words", () => {
  it.each([
    [null, null, undefined],
    ["2026-11-15T00:00:00.000Z", null, { verb: "since", value: "2026-11-15" }],
    [null, "2026-11-15T14:30:00.000Z", { verb: "before", value: "2026-11-15 14:30:00 UTC" }],
    ["2026-11-15T00:00:00Z", "2026-11-16T00:00:00Z", { verb: "is", value: "2026-11-15 to 2026-11-16" }],
  ])("says the range from %s to %s", (from, to, text) => {
    expect(rangeText({ from, to })).toEqual(text);
  });

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
});
