import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";

/** The event that stands open: one of the page, or, by a link, any. */
export function useOpenEvent(id: string | null, events: readonly AuditEventItem[]): AuditEventItem | undefined {
  const shown = events.find((event) => event.id === id);
  const api = useApi();
  const linked = useQuery({
    ...api.auditEvents.get.queryOptions({ id: id ?? "" }),
    enabled: id !== null && shown === undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (id === null) return undefined;
  return shown ?? (linked.data?.id === id ? linked.data : undefined);
}
