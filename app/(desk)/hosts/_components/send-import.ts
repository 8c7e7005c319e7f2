import { type Problem, parseProblem, unreachable } from "@/app/_lib/problem";
import type { HostImportResult } from "@/server/domain/host-import/schema";

export type ImportAnswer = { result: HostImportResult } | { problem: Problem };

type Options = {
  /** Told how much of the file the server has taken, in bytes. */
  onProgress: (sentBytes: number) => void;
  /** Told when the whole file is there and only the answer is missing. */
  onSent: () => void;
  signal: AbortSignal;
};

/**
 * Sends a CSV file to be imported. XMLHttpRequest, because fetch cannot tell how much of a body has been sent.
 * Stopped by its signal before the file is there, it changes nothing and never answers.
 */
export function sendImport(file: File, { onProgress, onSent, signal }: Options): Promise<ImportAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/hosts/import");
    request.setRequestHeader("content-type", "text/csv");
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.upload.onload = onSent;
    request.onload = () => resolve(answerIn(request));
    request.onerror = () => resolve({ problem: unreachable });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function answerIn({ status, responseText }: XMLHttpRequest): ImportAnswer {
  if (status !== 200) return { problem: parseProblem(responseText) };
  return { result: JSON.parse(responseText) as HostImportResult };
}
