import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";

/** Runs a change of an account, and then fetches again what it may have changed: the user, its sessions and its tokens. */
export function useAccountChange() {
  const api = useApi();
  const queryClient = useQueryClient();
  return async <T>(change: Promise<T>): Promise<T> => {
    try {
      return await change;
    } finally {
      // Also after a refusal, which is often the news that somebody else was faster.
      const filters = [api.users.pathFilter(), api.sessions.pathFilter(), api.apiTokens.pathFilter()];
      await Promise.all(filters.map((filter) => queryClient.invalidateQueries(filter)));
    }
  };
}
