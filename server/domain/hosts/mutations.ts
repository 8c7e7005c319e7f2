import { and, eq } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { violatedUniqueConstraint } from "@/db/errors";
import { onlyRow } from "@/db/rows";
import { hosts } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { Context } from "@/server/domain/context";
import { conflict, stale } from "@/server/domain/errors";
import { getHost, hostColumns } from "./queries";
import { takenFieldOf } from "./rules";
import type { EditHost, Host, RegisterHost } from "./schema";

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
export async function editHost(ctx: Context, { id, version, changes }: EditHost): Promise<Host> {
  return namingWhatIsTaken(changes, () =>
    audited(ctx, "hosts.write", async (tx) => {
      const current = await getHost(tx, { id });
      if (current.version !== version) throw stale("host", current);
      const changed = changedFields(current, { ...current, ...changes });
      if (Object.keys(changed.after).length === 0) return { result: current, events: [] };
      const [host] = await tx.db
        .update(hosts)
        .set({ ...changes, version: version + 1, updatedAt: tx.now().toISOString() })
        .where(and(eq(hosts.id, id), eq(hosts.version, version)))
        .returning(hostColumns);
      if (!host) throw stale("host", await getHost(tx, { id }));
      return { result: host, events: [{ action: "host.updated", subject: subjectOf(host), ...changed }] };
    }),
  );
}

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
