import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { problemOf } from "@/app/_lib/problem";
import type { Alert } from "@/server/domain/alerts/schema";

/** Acknowledges an alert, or takes that back where somebody has. */
export function useAcknowledgement({ id, acknowledgement }: Alert) {
  const { alerts } = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (note: string) =>
      acknowledgement
        ? client.alerts.withdrawAcknowledgement.mutate({ id })
        : client.alerts.acknowledge.mutate({ id, note: note.trim() === "" ? null : note }),
    onSuccess: (alert) => {
      queryClient.setQueryData(alerts.get.queryKey({ id }), (before) => before && { ...before, ...alert });
    },
    // What was refused shows what stands now.
    onSettled: () => queryClient.invalidateQueries(alerts.pathFilter()),
  });
  const run = (note: string, close: () => void) => mutate(note, { onSuccess: close });
  return { run, isPending, problem: error && problemOf(error) };
}
