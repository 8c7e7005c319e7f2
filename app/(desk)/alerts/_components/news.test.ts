import { expect, it } from "vitest";
import { newsOf } from "./news";

const seen = (id: string, version = 1) => ({ id, version });

it.each([
  ["nothing", [seen("a")], [seen("a")], undefined],
  ["an alert that came", [seen("a")], [seen("b"), seen("a")], "1 new"],
  ["one that changed", [seen("a")], [seen("a", 2)], "1 changed"],
  ["one that is no longer there", [seen("a"), seen("b")], [seen("a")], "1 changed"],
  ["all of that", [seen("a"), seen("b")], [seen("d"), seen("c"), seen("a", 2)], "2 new, 2 changed"],
])("news is %s", (_, shown, now, text) => {
  expect(newsOf(shown, now)).toBe(text);
});
