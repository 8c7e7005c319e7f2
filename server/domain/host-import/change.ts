import { changedFields } from "@/server/domain/audit/changed-fields";
import { withChanges } from "@/server/domain/hosts/rules";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import type { HostRecord } from "./record";

type Fields = Record<string, unknown>;

export type PlannedChange =
  | { action: "created"; host: RegisterHost }
  | { action: "updated"; was: Host; host: Host; before: Fields; after: Fields };

/** What a record makes of a host that is `before`, or of none; null where it stays as it is. */
export function plannedChange(
  { fields }: Pick<HostRecord, "fields">,
  wanted: RegisterHost,
  before: Host | undefined,
): PlannedChange | null {
  if (!before) return { action: "created", host: wanted };
  const host = withChanges(before, Object.fromEntries(fields.map((field) => [field, wanted[field]])));
  const difference = changedFields(before, host);
  return Object.keys(difference.after).length === 0 ? null : { action: "updated", was: before, host, ...difference };
}
