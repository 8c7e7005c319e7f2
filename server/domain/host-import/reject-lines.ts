import { csvLine } from "@/server/domain/csv/line";
import type { Finding } from "./check";

/** The faults of records as a CSV file, a line for each, chunk by chunk. */
export async function* rejectLines(findings: AsyncIterable<Finding[]>): AsyncGenerator<string> {
  let lines = csvLine(["record", "line", "column", "value", "reason"]);
  for await (const chunk of findings) {
    for (const { record, line, faults } of chunk) {
      for (const { column, value, reason } of faults ?? []) {
        lines += csvLine([String(record), String(line), column, value, reason]);
      }
    }
    if (lines === "") continue;
    yield lines;
    lines = "";
  }
  if (lines !== "") yield lines;
}
