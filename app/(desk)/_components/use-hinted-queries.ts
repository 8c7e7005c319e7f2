import { type Query, useQueryClient } from "@tanstack/react-query";
import type { TRPCQueryKey } from "@trpc/tanstack-react-query";
import { useApi } from "@/app/_components/api-provider";
import { type Heard, idsOf } from "./live-hints";

/**
 * Makes queries follow hints. A host or an alert that stands open is fetched again at once. Lists and figures are not, so that nothing moves
 * under the pointer: they are fetched again when they are opened next, or when their page asks.
 */
export function useHintedQueries() {
  const { alerts, hosts } = useApi();
  const queryClient = useQueryClient();
  return (heard: Heard): void => {
    for (const { noun, queries } of [
      { noun: "host", queries: hosts },
      { noun: "alert", queries: alerts },
    ]) {
      const ids = idsOf(noun, heard);
      if (ids === undefined) continue;
      const isAboutOne = ({ queryKey }: Query) => ids === "many" || ids.includes(idIn(queryKey as TRPCQueryKey));
      void queryClient.invalidateQueries({ ...queries.pathFilter(), refetchType: "none" });
      for (const { pathFilter } of [queries.get, queries.history]) {
        void queryClient.invalidateQueries({ ...pathFilter(), predicate: isAboutOne });
      }
    }
  };
}

function idIn([, options]: TRPCQueryKey): string {
  const input = options?.input as { id?: string } | undefined;
  return input?.id ?? "";
}
