"use client";

import { useApi, useApiClient } from "@/app/_components/api-provider";
import { historyInput } from "@/app/(desk)/_components/history-page";
import { SubjectHistory } from "@/app/(desk)/_components/subject-history";

/** What happened to a host. */
export function HostHistory({ id }: { id: string }) {
  const api = useApi();
  const client = useApiClient();
  return (
    <SubjectHistory
      subject={{ type: "host", id }}
      name="this host"
      queryKey={api.hosts.history.infiniteQueryKey(historyInput(id))}
      fetch={(input) => client.hosts.history.query(input)}
    />
  );
}
