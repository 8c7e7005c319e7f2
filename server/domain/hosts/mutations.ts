import { and, eq } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { violatedUniqueConstraint } from "@/db/errors";
import { onlyRow } from "@/db/rows";
import { hosts } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { Context, WriteContext } from "@/server/domain/context";
import { conflict, invalid, stale } from "@/server/domain/errors";
import { getHost, hostColumns } from "./queries";
import { editAction, needsConfirmation, takenFieldOf } from "./rules";
import type { DeleteHost, EditHost, Host, HostVersion, RegisterHost } from "./schema";

export const subjectOf = ({ id, hostname }: Pick<Host, "id" | "hostname">) => ({ type: "host", id, label: hostname });

/** Registers a host. Throws `conflict` where its name or address is taken in its environment. */
export async function registerHost(ctx: Context, input: RegisterHost): Promise<Host> {
  const now = ctx.now().toISOString();
  return namingWhatIsTaken(input, () =>
    audited(ctx, "hosts.write", async (tx) => {
      const row = { ...input, id: newId(), version: 1, createdAt: now, updatedAt: now };
      const host = onlyRow(await tx.db.insert(hosts).values(row).returning(hostColumns));
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

async function changeHost(tx: WriteContext, { id, version, changes }: EditHost, reason: string | null) {
  const current = await getVersion(tx, { id, version });
  const changed = changedFields(current, { ...current, ...changes });
  if (Object.keys(changed.after).length === 0) return { result: current, events: [] };
  const [host] = await tx.db
    .update(hosts)
    .set({ ...changes, version: version + 1, updatedAt: tx.now().toISOString() })
    .where(isVersion(current))
    .returning(hostColumns);
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
