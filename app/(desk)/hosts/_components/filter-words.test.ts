import { expect, it } from "vitest";
import { filterWords } from "./filter-words";

it("says each filter of hosts that is set, in the order of the page", () => {
  expect(filterWords({})).toEqual([]);
  const filter = {
    tag: ["pci", "ha"],
    registeredSince: "2026-01-31T00:00:00Z",
    environment: ["prod", "stage"],
    q: "web",
  };
  expect(filterWords(filter as Parameters<typeof filterWords>[0])).toEqual([
    ["Search", "web"],
    ["Environment", "prod or stage"],
    ["Tag", "pci and ha"],
    ["Registered since", "2026-01-31 00:00 UTC"],
  ]);
});
