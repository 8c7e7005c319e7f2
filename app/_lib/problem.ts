import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@/server/api/root";

/** A refusal as the API words it, or as this side words what came back instead of an answer. */
export type Problem = {
  code: string;
  title: string;
  detail: string;
  requestId: string | undefined;
  errors: readonly { path: string; message: string }[];
  /** When to try again, where the answer said so. */
  retryAfterSeconds?: number;
  /** What a stale change was about, as it is now. */
  current?: unknown;
};

export const unreachable: Problem = {
  code: "unreachable",
  title: "The server cannot be reached",
  detail: "The server does not answer. Nothing was changed.",
  requestId: undefined,
  errors: [],
};

/** The problem that a failed call stands for. A call that got no answer that can be read is `unreachable`. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof TRPCClientError)) return unreachable;
  const data = (error as TRPCClientError<AppRouter>).data;
  return data ? withErrors(data.problem) : unreachable;
}

/** The problem in the body of an answer that is not of tRPC. */
export async function problemIn(response: Response): Promise<Problem> {
  const problem = parseProblem(await response.text());
  const retryAfterSeconds = Number(response.headers.get("retry-after"));
  return retryAfterSeconds > 0 ? { ...problem, retryAfterSeconds } : problem;
}

/** The problem that a text holds as JSON; `unreachable` for a text that is none, such as the error page of a gateway. */
export function parseProblem(text: string): Problem {
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    return typeof body.detail === "string" ? withErrors(body as Problem) : unreachable;
  } catch {
    return unreachable;
  }
}

function withErrors({
  code,
  title,
  detail,
  requestId,
  errors = [],
  current,
}: Partial<Problem> & Pick<Problem, "code" | "title" | "detail">): Problem {
  return { code, title, detail, requestId, errors, ...(current !== undefined && { current }) };
}
