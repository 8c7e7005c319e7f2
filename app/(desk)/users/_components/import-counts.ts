import type { UserImportResult } from "@/server/domain/users/schema";

/** The four counts of an import, which add up to the file. */
export function importCounts({ created, updated, unchanged, rejected }: UserImportResult, tense: "will be" | "were") {
  const rejectedCount = new Set(rejected.map(({ record }) => record)).size;
  return [
    { name: "New", count: created.length, note: `${tense} created, each with a link` },
    { name: "Changed", count: updated.length, note: "name or role, one event each" },
    { name: "Unchanged", count: unchanged, note: "nothing is written" },
    { name: "Rejected", count: rejectedCount, note: "left out, listed below", isBad: rejectedCount > 0 },
  ];
}
