import { countText } from "@/app/_lib/count-text";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { recordCount } from "./import-state";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 2 });

/** The four counts of an import, which add up to the file. */
export function importCounts(result: HostImportResult, isDone: boolean) {
  const { created, updated, unchanged, rejectedCount } = result;
  const share = rejectedCount === 0 ? "" : `; ${percent.format(rejectedCount / recordCount(result))} of the file`;
  return [
    { name: "New", count: created, note: isDone ? "registered" : "will be registered" },
    { name: "Changed", count: updated, note: changedNote(result, isDone) },
    { name: "Unchanged", count: unchanged, note: "nothing is written, no event" },
    { name: "Rejected", count: rejectedCount, note: `left out${share}`, isBad: rejectedCount > 0 },
  ];
}

/** The fields are counted where every changed host is told. */
function changedNote({ updated, changes }: HostImportResult, isDone: boolean): string {
  if (updated === 0) return "no host changes";
  const fields = changes.flatMap(({ action, after }) => (action === "updated" ? [Object.keys(after).length] : []));
  const when = isDone ? "one event each" : "shown below";
  if (fields.length < updated) return when;
  const count = fields.reduce((sum, each) => sum + each, 0);
  return `${countText({ count, isExact: true }, "field")}, ${when}`;
}
