import { QueryCache, QueryClient } from "@tanstack/react-query";
import { problemOf } from "./problem";

/** What was fetched a moment ago, by the server for the first paint or by the page before, is not fetched again. */
const staleMilliseconds = 10_000;
const worthRepeating = new Set(["unreachable", "unavailable"]);

/** A cache of what the API said. Told of every failed query, so that a session that has ended leads to sign-in. */
export function makeQueryClient(onError: (error: unknown) => void = () => {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: staleMilliseconds,
        retry: (failures, error) => failures < 1 && worthRepeating.has(problemOf(error).code),
      },
      // A change that waits for the network unseen, and is sent when nobody expects it any more, is worse than one that fails.
      mutations: { networkMode: "always" },
    },
  });
}
