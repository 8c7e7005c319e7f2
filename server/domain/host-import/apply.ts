import { v7 as newId } from "uuid";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { WriteContext } from "@/server/domain/context";
import { nameOf, selectHostsNamed } from "@/server/domain/host-rows/existing-hosts";
import { type AddedHost, addHosts, changeHosts } from "@/server/domain/host-rows/write";
import { editAction, subjectOf } from "@/server/domain/hosts/rules";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { plannedChange } from "./change";
import { shownChange } from "./plan";
import type { HostRecord } from "./record";
import type { HostChange } from "./schema";

export type SoundRecord = HostRecord & { reading: { host: RegisterHost } };

export const isSound = (record: HostRecord): record is SoundRecord => record.reading.host !== null;

type Applied = { events: AuditEvent[]; changes: HostChange[] };

/**
 * Registers the hosts that do not exist and changes those that do, in the fields that their records have only, with at most three
 * statements. Gives an event and the change for each host that is not as it was. The records name different hosts.
 */
export async function applyChunk(tx: WriteContext, records: readonly SoundRecord[]): Promise<Applied> {
  const wanted = records.map(({ reading }) => reading.host);
  const existing = new Map((await selectHostsNamed(tx, wanted).for("update")).map((host) => [nameOf(host), host]));
  const added: AddedHost[] = [];
  const changed: Host[] = [];
  const applied: Applied = { events: [], changes: [] };
  for (const record of records) {
    const { host } = record.reading;
    const change = plannedChange(record, host, existing.get(nameOf(host)));
    if (change?.action === "created") {
      const row = { ...change.host, id: newId() };
      added.push(row);
      applied.events.push({ action: "host.registered", subject: subjectOf(row), after: change.host });
      applied.changes.push(shownChange(record, change, row.id));
    } else if (change) {
      const { was, host: becomes, before, after } = change;
      changed.push(becomes);
      const action = editAction(was.status, becomes.status);
      applied.events.push({ action, subject: subjectOf(becomes), before, after });
      applied.changes.push(shownChange(record, change));
    }
  }
  if (added.length > 0) await addHosts(tx, added);
  if (changed.length > 0) await changeHosts(tx, changed, [...new Set(records.flatMap(({ fields }) => fields))]);
  return applied;
}
