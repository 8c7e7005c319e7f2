import { Readable } from "node:stream";

/** A file to import: text, or bytes in another encoding. */
export function csvFile(content: string | Uint8Array, name = "hosts.csv") {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { name, open: () => Readable.from([bytes]) };
}
