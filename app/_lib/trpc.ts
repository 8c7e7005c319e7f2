import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "@/server/api/root";
import { numbers } from "@/server/domain/numbers";

/** What a call may carry beside its input. */
type CallContext = { idempotencyKey?: string };

/** A client of the API at an origin, the page's own where that is empty. Every call carries `headers`. */
export function connectToApi(origin: string, headers: Record<string, string>): TRPCClient<AppRouter> {
  const url = `${origin}/api/trpc`;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        // A count may take two seconds, and an idempotency key belongs to one call: neither may wait for others, or hold them up.
        condition: ({ path, type }) => type === "mutation" || path.endsWith(".count"),
        true: httpLink({ url, headers: ({ op }) => ({ ...headers, ...headersOf(op.context) }) }),
        false: httpBatchLink({ url, headers, maxItems: numbers.requests.maxBatchCalls }),
      }),
    ],
  });
}

function headersOf({ idempotencyKey }: CallContext): Record<string, string> {
  return idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
}
