import { expect, it } from "vitest";
import { filterWords } from "./filter-words";

it("says each filter of events that is set, in the order of the page", () => {
  expect(filterWords({}, [])).toEqual([]);
  expect(filterWords({ ip: "10.0.0.1", q: "web", from: "2026-01-01T00:00:00Z", actor: "system" }, [])).toEqual([
    ["Search", "web"],
    ["When", "since 2026-01-01"],
    ["Actor", "system"],
    ["IP", "10.0.0.1"],
  ]);
});

it("says how far back a text is looked for where nobody says since when", () => {
  expect(filterWords({ q: "web", subjectType: "host" }, [])).toEqual([
    ["Search", "web"],
    ["Looked back", "31 days"],
    ["Subject", "any host"],
  ]);
});
