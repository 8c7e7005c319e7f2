import type { HistoryItem } from "@/server/domain/audit-events/schema";

type Change = Pick<HistoryItem, "action" | "subject" | "batchId">;

/** Where a change leads: to its host, or for many hosts to their events, for those who may read them. */
export function subjectPath({ action, subject, batchId }: Change, canReadAudit: boolean): string | undefined {
  if (batchId !== null) return canReadAudit ? `/audit-events?batchId=${batchId}` : undefined;
  const isThere = subject.type === "host" && subject.id !== null && action !== "host.deleted";
  return isThere ? `/hosts/${subject.id}` : undefined;
}
