import { and, eq, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import type { Tx } from "@/db/connect";
import { violatedUniqueConstraint } from "@/db/errors";
import { preparedOnce, rowOf } from "@/db/prepared";
import { onlyRow } from "@/db/rows";
import { hosts } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { Context, WriteContext } from "@/server/domain/context";
import { conflict, invalid, stale } from "@/server/domain/errors";
import { awaitTurn } from "@/server/domain/host-rows/await-turn";
import { lockHosts } from "@/server/domain/host-rows/lock";
import { hostColumns } from "@/server/domain/host-rows/select";
import { findTaken } from "@/server/domain/host-rows/taken";
import { changeHosts } from "@/server/domain/host-rows/write";
import { getHost } from "./queries";
import {
  bulkFields,
  editAction,
  needsConfirmation,
  subjectOf,
  takenFieldOf,
  takesAnew,
  withBulkChanges,
  withChanges,
} from "./rules";
import {
  type DeleteHost,
  type EditedHosts,
  type EditHost,
  type EditHosts,
  type Host,
  type HostVersion,
  hostFields,
  type RegisterHost,
} from "./schema";

const oneHost = rowOf(hosts);
const insertHost = preparedOnce((db: Tx) =>
  db.insert(hosts).values(oneHost.placeholders).returning(hostColumns).prepare("register_host"),
);

/** Registers a host. Throws `conflict` where its name or address is taken in its environment. */
export async function registerHost(ctx: Context, input: RegisterHost): Promise<Host> {
  const now = ctx.now().toISOString();
  return namingWhatIsTaken(input, () =>
    audited(ctx, "hosts.write", async (tx) => {
      const row = { ...input, id: newId(), version: 1, createdAt: now, updatedAt: now };
      // Sent together, in this order: the database inserts when it is this host's turn.
      const [, rows] = await Promise.all([awaitTurn(tx, row), insertHost(tx.db).execute(oneHost.valuesOf(row))]);
      const host = onlyRow(rows);
      return { result: host, events: [{ action: "host.registered", subject: subjectOf(host), after: input }] };
    }),
  );
}

/**
 * Changes fields of the version that the editor saw. An edit that changes nothing writes nothing.
 * Throws `not_found`, `stale` with the host as it is now, or `conflict`.
 */
export async function editHost(ctx: Context, edit: EditHost): Promise<Host> {
  return namingWhatIsTaken(edit.changes, () => audited(ctx, "hosts.write", (tx) => changeHost(tx, edit, null)));
}

/**
 * Changes several hosts in the versions that the editor saw, all of them or none, as one batch.
 * Throws `stale` with the hosts that have changed, `invalid` for one with too many tags, or `conflict` with what is taken.
 */
export async function editHosts(ctx: Context, edit: EditHosts): Promise<EditedHosts> {
  try {
    return await audited(ctx, "hosts.write", (tx) => changeSeveral(tx, edit));
  } catch (error) {
    if (!takenFieldOf(violatedUniqueConstraint(error))) throw error;
    const errors = await findTaken(ctx, edit.hosts, (host) => withBulkChanges(host, edit.changes));
    const message = errors[0]?.message ?? "Somebody took a name or an address meanwhile. Try again.";
    throw conflict(`Nothing was changed: ${message}`, { errors, cause: error });
  }
}

async function changeSeveral(tx: WriteContext, { hosts: seen, changes, reason }: EditHosts) {
  const batchId = newId();
  const changed: Host[] = [];
  const events: AuditEvent[] = [];
  for (const [index, before] of (await lockHosts(tx, seen)).entries()) {
    const after = withBulkChanges(before, changes);
    const difference = changedFields(before, after);
    if (Object.keys(difference.after).length === 0) continue;
    requireFewTags(after, index);
    changed.push(after);
    events.push({ action: editAction(before.status, after.status), subject: subjectOf(after), ...difference });
  }
  const updated = changed.length;
  if (updated > 0) {
    await changeHosts(tx, changed, bulkFields);
    const subject = { type: "bulk-edit", id: batchId, label: updated === 1 ? "1 host" : `${updated} hosts` };
    events.push({ action: "hosts.edited", subject, after: { ...changes, updated } });
  }
  const result = { updated, unchanged: seen.length - updated, batchId };
  return { result, events: events.map((event) => withReason({ ...event, batchId }, reason)) };
}

function requireFewTags({ hostname, tags }: Host, index: number): void {
  const fault = hostFields.shape.tags.safeParse(tags).error?.issues[0];
  if (fault) throw invalid(`${hostname}: ${fault.message}`, [{ path: `hosts.${index}`, message: fault.message }]);
}

/** Takes a host out of service; it stays in the register. Throws `not_found` or `stale`. */
export async function retireHost(ctx: Context, { id, version, reason }: HostVersion): Promise<Host> {
  const edit = { id, version, changes: { status: "retired" as const } };
  return audited(ctx, "hosts.write", (tx) => changeHost(tx, edit, reason));
}

/** Takes a retired host into service again. Throws `not_found`, `stale`, or `conflict` where its address was given away. */
export async function bringBackHost(ctx: Context, { id, version, reason }: HostVersion): Promise<Host> {
  return namingWhatIsTaken({}, () =>
    audited(ctx, "hosts.write", async (tx) => {
      const current = await getVersion(tx, { id, version });
      if (current.status !== "retired") return { result: current, events: [] };
      return changeHost(tx, { id, version, changes: { status: "active" } }, reason);
    }),
  );
}

/**
 * Removes a host for good; its events stay. Gives the host as it was.
 * Throws `not_found`, `stale`, or `invalid` for a host of prod whose name was not typed.
 */
export async function deleteHost(ctx: Context, { id, version, confirmation, reason }: DeleteHost): Promise<Host> {
  return audited(ctx, "hosts.write", async (tx) => {
    const current = await getVersion(tx, { id, version });
    if (needsConfirmation(current) && confirmation?.trim().toLowerCase() !== current.hostname) {
      const message = `Type ${current.hostname} to delete this host of ${current.environment}.`;
      throw invalid(message, [{ path: "confirmation", message }]);
    }
    const deleted = await tx.db.delete(hosts).where(isVersion(current)).returning({ id: hosts.id });
    if (deleted.length === 0) throw stale("host", await getHost(tx, { id }));
    const event = { action: "host.deleted" as const, subject: subjectOf(current), before: current };
    return { result: current, events: [withReason(event, reason)] };
  });
}

const isVersion = ({ id, version }: Pick<Host, "id" | "version">) => and(eq(hosts.id, id), eq(hosts.version, version));

async function getVersion(tx: WriteContext, { id, version }: Pick<Host, "id" | "version">): Promise<Host> {
  const current = await getHost(tx, { id });
  if (current.version !== version) throw stale("host", current);
  return current;
}

/** Writes every field, so that every edit is one and the same statement. */
const updateHost = preparedOnce((db: Tx) =>
  db
    .update(hosts)
    .set(oneHost.placeholders)
    .where(and(eq(hosts.id, sql.placeholder("id")), eq(hosts.version, sql.placeholder("seenVersion"))))
    .returning(hostColumns)
    .prepare("update_host"),
);

async function changeHost(tx: WriteContext, { id, version, changes }: EditHost, reason: string | null) {
  const current = await getVersion(tx, { id, version });
  const wanted = withChanges(current, changes);
  const changed = changedFields(current, wanted);
  if (Object.keys(changed.after).length === 0) return { result: current, events: [] };
  if (takesAnew(current, wanted)) await awaitTurn(tx, wanted);
  const row = { ...wanted, version: version + 1, updatedAt: tx.now().toISOString() };
  const [host] = await updateHost(tx.db).execute({ ...oneHost.valuesOf(row), seenVersion: version });
  if (!host) throw stale("host", await getHost(tx, { id }));
  const action = editAction(current.status, host.status);
  return { result: host, events: [withReason({ action, subject: subjectOf(host), ...changed }, reason)] };
}

const withReason = (event: AuditEvent, reason: string | null): AuditEvent =>
  reason === null ? event : { ...event, reason };

type Identity = { hostname?: string | undefined; ip?: string | undefined; environment?: string | undefined };

async function namingWhatIsTaken<T>(input: Identity, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const field = takenFieldOf(violatedUniqueConstraint(error));
    if (!field) throw error;
    const message = `${input[field] ?? "This"} is taken by another host in ${input.environment ?? "this environment"}.`;
    throw conflict(message, { errors: [{ path: field, message }], cause: error });
  }
}
