import { describe, expect, it } from "vitest";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { importCounts } from "./import-counts";

const change = {
  ...{ record: 1, line: 2, action: "updated" as const, id: null, hostname: "web-1", environment: "prod" as const },
  ...{ before: { owner: "a", tags: [] }, after: { owner: "b", tags: ["x"] } },
};
const result: HostImportResult = {
  ...{ created: 4_812, updated: 2, unchanged: 127, rejected: [], rejectedCount: 44, stale: 0 },
  ...{ changes: [change, { ...change, record: 2 }], columns: [], missingColumns: [], previewId: null, batchId: null },
};

describe("the counts of an import", () => {
  it("add up to the file, and say what becomes of the records", () => {
    expect(importCounts(result, false)).toEqual([
      { name: "New", count: 4_812, note: "will be registered" },
      { name: "Changed", count: 2, note: "4 fields, shown below" },
      { name: "Unchanged", count: 127, note: "nothing is written, no event" },
      { name: "Rejected", count: 44, note: "left out; 0.88% of the file", isBad: true },
    ]);
  });

  it("do not count fields of which only some are told", () => {
    expect(importCounts({ ...result, updated: 3 }, true)[1]?.note).toBe("one event each");
  });

  it("call nothing bad where nothing is rejected", () => {
    expect(importCounts({ ...result, rejectedCount: 0 }, true)[3]).toMatchObject({ note: "left out", isBad: false });
  });
});
