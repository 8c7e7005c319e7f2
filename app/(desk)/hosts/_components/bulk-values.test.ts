import { describe, expect, test } from "vitest";
import type { Host } from "@/server/domain/hosts/schema";
import { changesOf, noChanges, readValues } from "./bulk-values";

const host = { id: "a", status: "active", owner: "nowak", tags: ["pci", "ha"] } as Host;

describe("the fields of a change of several hosts", () => {
  test("change nothing while they are empty", () => {
    expect(readValues(noChanges)).toEqual({ input: { changes: {}, reason: null }, errors: {} });
  });

  test("set, clear and leave texts apart", () => {
    const values = { ...noChanges, ownerChange: "clear", owner: "left", teamChange: "set", team: " core " } as const;
    expect(readValues(values).input?.changes).toEqual({ owner: null, team: "core" });
  });

  test("name what is wrong with them", () => {
    const { input, errors } = readValues({ ...noChanges, addTags: "good -bad" });
    expect(input).toBeUndefined();
    expect(errors.addTags).toContain("Use letters");
  });
});

describe("a change of several hosts", () => {
  test("shows what it would do to each, before and after", () => {
    expect(changesOf([host], { status: "maintenance", addTags: ["blue"], removeTags: ["pci"] })).toEqual([
      {
        host,
        before: { status: "active", tags: ["pci", "ha"] },
        after: { status: "maintenance", tags: ["ha", "blue"] },
      },
    ]);
  });

  test("leaves out the hosts that are so already", () => {
    expect(changesOf([host], { status: "active", addTags: ["ha"], removeTags: ["metal"] })).toEqual([]);
  });
});
