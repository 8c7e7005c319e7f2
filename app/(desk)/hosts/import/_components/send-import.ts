import type { Answer } from "@/app/_lib/post-json";
import { type Problem, parseProblem, problemIn, unreachable } from "@/app/_lib/problem";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import type { Source } from "./import-source";

type Sending = {
  query: Record<string, string>;
  headers?: Record<string, string>;
  /** Told how much of the file the server has taken, in bytes. */
  onProgress: (sentBytes: number) => void;
  /** Told when the whole file is there and only the answer is missing. */
  onSent: () => void;
  signal: AbortSignal;
};

const path = "/api/v1/hosts/import";
const contentTypes = { csv: "text/csv", ndjson: "application/x-ndjson" };

const changedFile: Problem = {
  ...unreachable,
  code: "file_changed",
  title: "The file cannot be read any more",
  detail: "It was changed, moved or deleted since it was chosen. Choose it once more. Nothing was changed.",
};

/** What asks for a dry run of a source. */
export function checkQuery({ file, mapping }: Source): Record<string, string> {
  return { dryRun: "true", fileName: shortName(file), ...(mapping && { columns: JSON.stringify(mapping) }) };
}

/** What asks to apply what a dry run has shown. */
export const applyQuery = ({ file }: Source, previewId: string) => ({ previewId, fileName: shortName(file) });

const maxNameLength = 255;
const shortName = ({ name }: File) => name.slice(-maxNameLength);

/**
 * Sends a file to be imported. XMLHttpRequest, because fetch cannot tell how much of a body has been sent.
 * Stopped by its signal before the file is there, it changes nothing and never answers.
 */
export async function sendImport(source: Source, sending: Sending): Promise<Answer<HostImportResult>> {
  if (!(await isReadable(source.file))) return { problem: changedFile };
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${path}?${new URLSearchParams(sending.query)}`);
    const headers = { "content-type": contentTypes[source.format], ...sending.headers };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => sending.onProgress(loaded);
    request.upload.onload = sending.onSent;
    request.onload = () => resolve(answerIn(request));
    request.onerror = () => resolve({ problem: unreachable });
    sending.signal.addEventListener("abort", () => request.abort());
    if (!sending.signal.aborted) request.send(source.file);
  });
}

/** Every fault of a source as a CSV file. They are found anew, because an answer holds the first of them only. */
export async function fetchRejects(source: Source): Promise<Answer<Blob>> {
  if (!(await isReadable(source.file))) return { problem: changedFile };
  try {
    const headers = { "content-type": contentTypes[source.format], accept: "text/csv" };
    const url = `${path}?${new URLSearchParams(checkQuery(source))}`;
    const response = await fetch(url, { method: "POST", headers, body: source.file });
    return response.ok ? { value: await response.blob() } : { problem: await problemIn(response) };
  } catch {
    return { problem: unreachable };
  }
}

/** Browsers do not read a file that was changed since it was chosen, and call that a failure of the network. */
function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

function answerIn({ status, responseText }: XMLHttpRequest): Answer<HostImportResult> {
  if (status !== 200) return { problem: parseProblem(responseText) };
  return { value: JSON.parse(responseText) as HostImportResult };
}
