import { createHash } from "node:crypto";
import { Readable } from "node:stream";

/** A file to import: text, or bytes in another encoding. */
export function csvFile(content: string | Uint8Array, name = "hosts.csv") {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { name, open: () => Readable.from([bytes]), sha256: createHash("sha256").update(bytes).digest() };
}

/** A file of newline-delimited JSON to import. */
export function ndjsonFile(records: readonly unknown[]) {
  const lines = records.map((record) => (typeof record === "string" ? record : JSON.stringify(record)));
  return { ...csvFile(lines.join("\n"), "hosts.ndjson"), format: "ndjson" as const };
}
