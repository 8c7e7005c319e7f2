import type { Answer } from "@/app/_lib/post-json";
import { type Problem, unreachable } from "@/app/_lib/problem";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import type { Source } from "./import-source";

/** What a file is sent for: to be checked, as the hosts are `at` a time, or to apply what a check has shown. */
export type Work = { kind: "check"; at: string } | { kind: "apply"; previewId: string };

/** Where an import stands. While it is `sending` it can be stopped; once `working`, the server finishes or undoes it alone. */
export type ImportState =
  | { step: "choosing" }
  | { step: "sending"; source: Source; work: Work; sentBytes: number }
  | { step: "working"; source: Source; work: Work }
  | { step: "columns"; source: Source; result: HostImportResult }
  | { step: "previewed"; source: Source; result: HostImportResult; previewId: string; at: string }
  | { step: "done"; source: Source; result: HostImportResult }
  | { step: "refused"; source: Source; work: Work; problem: Problem };

const lostAnswer: Problem = {
  ...unreachable,
  title: "The connection was lost",
  detail:
    "No answer came, so this page does not know whether the import was applied. Nothing is half applied: it is done as a whole " +
    "or not at all. Try again: what was applied already is not applied twice.",
};

/** What follows on an answer. */
export function stateAfter(source: Source, work: Work, answer: Answer<HostImportResult>): ImportState {
  if (answer.problem) return { step: "refused", source, work, problem: wordedFor(work, answer.problem) };
  const result = answer.value;
  if (work.kind === "apply") return { step: "done", source, result };
  if (result.previewId === null || asksForColumns(source, result)) return { step: "columns", source, result };
  return { step: "previewed", source, result, previewId: result.previewId, at: work.at };
}

/** Somebody has to say what a header is that nobody knows, once; what is missing, as long as it is. */
function asksForColumns({ mapping }: Source, { columns }: HostImportResult): boolean {
  return mapping === undefined && columns.some(({ column }) => column === null);
}

function wordedFor({ kind }: Work, problem: Problem): Problem {
  return kind === "apply" && problem.code === unreachable.code ? lostAnswer : problem;
}

/** Whether a refused import can be sent again as it is. Otherwise the hosts have to be looked at once more. */
export function canRepeat({ work, problem }: Extract<ImportState, { step: "refused" }>): boolean {
  return work.kind === "check" || [unreachable.code, "unavailable", "rate_limited"].includes(problem.code);
}

/** How many records a result is about. */
export const recordCount = ({ created, updated, unchanged, rejectedCount }: HostImportResult) =>
  created + updated + unchanged + rejectedCount;
