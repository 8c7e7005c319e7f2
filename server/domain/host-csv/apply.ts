import { v7 as newId } from "uuid";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { WriteContext } from "@/server/domain/context";
import { nameOf, selectHostsNamed } from "@/server/domain/host-rows/existing-hosts";
import { type AddedHost, addHosts, changeHosts } from "@/server/domain/host-rows/write";
import { editAction, subjectOf } from "@/server/domain/hosts/rules";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { type Column, fieldOf } from "./columns";

/**
 * Registers the hosts that do not exist and changes those that do, in the columns of the file only, with at most three
 * statements. Gives an event for each host that is not as it was. The hosts bear different names.
 */
export async function applyHosts(
  tx: WriteContext,
  wanted: readonly RegisterHost[],
  columns: readonly Column[],
): Promise<AuditEvent[]> {
  const existing = new Map((await selectHostsNamed(tx, wanted).for("update")).map((host) => [nameOf(host), host]));
  const fields = columns.map((column) => fieldOf[column]);
  const added: AddedHost[] = [];
  const changed: Host[] = [];
  const events: AuditEvent[] = [];
  for (const host of wanted) {
    const before = existing.get(nameOf(host));
    if (before) {
      const after = { ...before, ...Object.fromEntries(fields.map((field) => [field, host[field]])) };
      const difference = changedFields(before, after);
      if (Object.keys(difference.after).length === 0) continue;
      changed.push(after);
      events.push({ action: editAction(before.status, after.status), subject: subjectOf(after), ...difference });
    } else {
      const row = { ...host, id: newId() };
      added.push(row);
      events.push({ action: "host.registered", subject: subjectOf(row), after: host });
    }
  }
  if (added.length > 0) await addHosts(tx, added);
  if (changed.length > 0) await changeHosts(tx, changed, fields);
  return events;
}
