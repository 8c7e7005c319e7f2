import { describe, expect, it } from "vitest";
import { filterOf, noFilters } from "./list-state";

describe("the filter of the log", () => {
  it.each([
    ["nothing", {}, {}],
    ["what is chosen", { action: "host.updated", ip: "10.0.0.1" }, { action: "host.updated", ip: "10.0.0.1" }],
    ["a text", { q: " web-1 " }, { q: "web-1" }],
    ["no text that is too short", { q: "ab", actor: "1" }, { actor: "1" }],
    ["no text without a word that can be found", { q: "a - b" }, {}],
  ])("is %s", (_, state, filter) => {
    expect(filterOf({ q: "", ...noFilters, ...state })).toEqual(filter);
  });
});
