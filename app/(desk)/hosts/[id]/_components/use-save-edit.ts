import { useQueryClient } from "@tanstack/react-query";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { type Edit, type Outcome, saveEdit } from "./save-edit";

/** Saves edits of hosts, and shows at once what came of them. */
export function useSaveEdit(): (edit: Edit) => Promise<Outcome> {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  return async (edit) => {
    const outcome = await saveEdit((input) => client.hosts.edit.mutate(input), edit);
    const host = "host" in outcome ? outcome.host : outcome.rest.seen;
    queryClient.setQueryData(api.hosts.get.queryKey({ id: host.id }), host);
    void queryClient.invalidateQueries(api.hosts.pathFilter());
    return outcome;
  };
}
