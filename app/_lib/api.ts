import "server-only";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { AppRouter } from "@/server/api/root";
import { dutyPath } from "./duty";
import { env } from "./env";
import { headerNames } from "./header-names";
import { signInPath } from "./local-path";
import { type Problem, problemOf } from "./problem";
import { makeQueryClient } from "./query-client";
import { connectToApi } from "./trpc";

/** What of a request the API must know: who asks, under which id, from where. */
const forwarded = ["cookie", "user-agent", headerNames.requestId, "x-forwarded-for", "x-forwarded-proto"];

/** The API for one page, as whoever asked for the page. */
export const pageApi = cache(async () => {
  const incoming = await headers();
  const given = forwarded.flatMap((name) => {
    const value = incoming.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const client = connectToApi(env.serverUrl, Object.fromEntries(given));
  const queryClient = makeQueryClient();
  return { queryClient, client, trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }) };
});

/** These are told where the data would stand, not on a page of their own. */
const toldInPlace = new Set(["malformed", "invalid"]);

/**
 * Waits for a page's call. Where it is refused, leads to the page that says so: sign-in, 403, 404 or the error page.
 * Gives undefined for a refusal of the input, which the page tells in place.
 */
export async function answerTo<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const problem = problemOf(error);
    if (toldInPlace.has(problem.code)) return undefined;
    return leadTo(problem);
  }
}

const momentMilliseconds = 200;

/** Waits a moment for what a page can be sent without, such as a count. What takes longer, the browser asks for itself. */
export async function inAMoment(call: Promise<unknown>): Promise<void> {
  const moment = new Promise((resolve) => setTimeout(resolve, momentMilliseconds));
  await Promise.race([call.catch(() => {}), moment]);
}

async function leadTo(problem: Problem): Promise<never> {
  const incoming = await headers();
  const path = incoming.get(headerNames.path);
  if (problem.code === "unauthenticated") redirect(signInPath(path));
  if (problem.code === "forbidden") {
    const duty = await findDuty();
    return duty ? redirect(dutyPath(duty, path)) : forbidden();
  }
  if (problem.code === "not_found") notFound();
  throw new PageError(problem, incoming.get(headerNames.requestId) ?? "");
}

/** What was set while somebody was at work may have become a duty that the page in the browser does not know of. */
async function findDuty() {
  const { queryClient, trpc } = await pageApi();
  const profile = await queryClient.query(trpc.users.profile.queryOptions()).catch(() => undefined);
  return profile?.duty;
}

/** What the browser learns of a page that failed is its digest alone, so that says why, and the id to ask with. */
class PageError extends Error {
  readonly digest: string;

  constructor({ code, title, requestId }: Problem, ownRequestId: string) {
    super(title);
    this.name = "PageError";
    this.digest = `${code}:${requestId ?? ownRequestId}`;
  }
}
