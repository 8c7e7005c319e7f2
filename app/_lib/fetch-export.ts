import { type Problem, problemIn, unreachable } from "./problem";

export type ExportAnswer = { file: Blob; name: string; rows: number } | { problem: Problem };

export type Progress = { rows: number; total: number };

/** How much is held in pieces before the browser gets it to keep where it has room. */
const heldBytes = 4_194_304;

/** Fetches an export, and tells how many of its rows are there. A file that breaks off is a problem, never half a file. */
export async function fetchExport(
  url: string,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<ExportAnswer> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) return { problem: await problemIn(response) };
    const total = Number(response.headers.get("opsdesk-rows"));
    const type = response.headers.get("content-type") ?? "";
    let file = new Blob([], { type });
    let held: Uint8Array<ArrayBuffer>[] = [];
    let [bytes, lines] = [0, 0];
    for await (const chunk of response.body) {
      held.push(chunk);
      bytes += chunk.byteLength;
      lines += chunk.reduce((count, byte) => (byte === newline ? count + 1 : count), 0);
      onProgress({ rows: Math.min(lines, total), total });
      if (bytes < heldBytes) continue;
      file = new Blob([file, ...held], { type });
      [held, bytes] = [[], 0];
    }
    return { file: new Blob([file, ...held], { type }), name: fileNameOf(response), rows: total };
  } catch {
    return { problem: { ...unreachable, title: "The export broke off", detail: "Nothing was saved. Try again." } };
  }
}

const newline = 10;

function fileNameOf(response: Response): string {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "export";
}
