import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { problemOf } from "@/app/_lib/problem";
import { type ListState, listQuery } from "@/app/(desk)/hosts/_components/list-state";
import type { Host } from "@/server/domain/hosts/schema";

type Answers = { reason: string; confirmation?: string };

/** Retires a host, brings it back, or deletes it, which leads back to the list. */
export function useHostChange(kind: "retire" | "bringBack" | "delete", { id, version }: Host, state: ListState) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const router = useRouter();

  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ reason, ...confirmation }: Answers) => {
      const input = { id, version, reason: reason.trim() === "" ? null : reason };
      return kind === "delete"
        ? client.hosts.delete.mutate({ ...input, ...confirmation })
        : client.hosts[kind].mutate(input);
    },
    onSuccess: async (host) => {
      if (kind === "delete") {
        // The page still shows the host, and would find nothing.
        await queryClient.invalidateQueries({ ...api.hosts.pathFilter(), refetchType: "none" });
        router.push(`/hosts${listQuery(state)}`);
        return;
      }
      queryClient.setQueryData(api.hosts.get.queryKey({ id }), host);
      void queryClient.invalidateQueries(api.hosts.pathFilter());
    },
    // What was refused as stale shows what stands now, for the next try.
    onError: () => queryClient.invalidateQueries(api.hosts.get.queryFilter({ id })),
  });

  const change = (answers: Answers, close: () => void) => mutate(answers, { onSuccess: close });
  return { change, isPending, problem: error && problemOf(error) };
}
