import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { type ProblemCode, problemKinds } from "@/server/api/problems";
import { numbers } from "@/server/domain/numbers";

type EdgeProblem = {
  code: ProblemCode;
  /** Those of nginx that mean it. */
  statuses: readonly number[];
  detail: string;
  /** Seconds, as nginx writes them. */
  retryAfter?: string;
};

/** What nginx refuses or cannot do itself, in the words of the server's own table. Details may hold no quote and no dollar. */
const edgeProblems: readonly EdgeProblem[] = [
  { code: "malformed", statuses: [400, 414, 494], detail: "This is no HTTP request, or its headers are too long." },
  { code: "not_found", statuses: [404], detail: "There is no such page." },
  { code: "too_large", statuses: [413], detail: "The body is larger than this path takes." },
  {
    code: "rate_limited",
    statuses: [429],
    detail: "Too many requests from this address. Wait a little before the next one.",
    retryAfter: "$retry_after",
  },
  {
    code: "unavailable",
    statuses: [500, 502, 503, 504],
    detail: "No server answers now. A change that was sent may have been made: look before you send it again.",
    retryAfter: String(numbers.requests.retryAfterSeconds),
  },
];

type Location = { name: string; status: number; contentType: string; retryAfter: string | undefined; body: string };
export type Wire = "problem" | "trpc";

const nameOf = (wire: Wire, { code }: EdgeProblem) => `@${wire}_${code}`;

/** JSON in which nginx fills in what it alone knows. */
function problemBody({ code, detail, retryAfter }: EdgeProblem): string {
  const { title } = problemKinds[code];
  const fixed = JSON.stringify({ type: `urn:opsdesk:problem:${code}`, title, detail, code }).slice(0, -1);
  const seconds = retryAfter === undefined ? "" : `,"retryAfterSeconds":${retryAfter}`;
  return `${fixed},"status":$status,"requestId":"$request_id"${seconds}}`;
}

/** The same in the envelope in which tRPC sends errors. */
function trpcBody(problem: EdgeProblem): string {
  const { trpc } = problemKinds[problem.code];
  const message = JSON.stringify(problem.detail);
  const data = `{"code":"${trpc}","httpStatus":$status,"problem":${problemBody(problem)}}`;
  return `{"error":{"message":${message},"code":${TRPC_ERROR_CODES_BY_KEY[trpc]},"data":${data}}}`;
}

/** The named locations that answer with a problem. */
export function problemLocations(wire: Wire): Location[] {
  return edgeProblems.map((problem) => ({
    name: nameOf(wire, problem),
    status: problemKinds[problem.code].status,
    contentType: wire === "trpc" ? "application/json" : "application/problem+json",
    retryAfter: problem.retryAfter,
    body: wire === "trpc" ? trpcBody(problem) : problemBody(problem),
  }));
}

/** Which of them answers for which status. */
export function errorDirectives(wire: Wire): string {
  return edgeProblems.map((problem) => `error_page ${problem.statuses.join(" ")} ${nameOf(wire, problem)};\n`).join("");
}
