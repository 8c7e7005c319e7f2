import { cookieOf } from "@/bench/desk/people";
import type { HostImportResult } from "@/server/domain/host-import/schema";

type File = Uint8Array<ArrayBuffer> | ReadableStream;

export interface SentImport {
  result: HostImportResult;
  /** From the first byte sent to the whole answer. */
  seconds: number;
}

/** Imports a CSV as curl does. Throws for every answer but 200. */
export async function sendImport(url: string, secret: string, file: File, query = ""): Promise<SentImport> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1/hosts/import${query}`, {
    method: "POST",
    headers: { "content-type": "text/csv", "sec-fetch-site": "same-origin", ...cookieOf(secret) },
    body: file,
    duplex: "half",
  } as RequestInit);
  const text = await response.text();
  const seconds = (performance.now() - startedAt) / 1000;
  if (response.status !== 200) throw new Error(`The import answered ${response.status}: ${text}`);
  return { result: JSON.parse(text) as HostImportResult, seconds };
}
