import { hash } from "node:crypto";
import { getTableColumns, sql } from "drizzle-orm";
import type { Tx } from "@/db/connect";
import { auditEvents } from "@/db/schema";
import { canonicalBytes } from "@/server/domain/audit/canonical";
import { numbers } from "@/server/domain/numbers";
import { leafHashNow } from "./hash";
import { areEqual, entryOf } from "./proof";
import type { Leaf } from "./verify-leaves";

const { verifiedAtOnce: chunkLeaves } = numbers.audit;

type Row = Record<string, unknown> & { leaf_index: string; canonical_digest: Uint8Array | null };

/**
 * All leaves of an epoch in their order, in chunks, each with the hash that the columns of its event give now. The next chunk is
 * read while one is looked at.
 */
export async function* readSealedEvents(tx: Tx, epoch: number): AsyncGenerator<Leaf[]> {
  // Leaf after leaf with its event, which lie side by side: nothing else needs no room for sorting.
  for (const setting of ["enable_hashjoin", "enable_mergejoin", "enable_sort"])
    await tx.execute(sql`select set_config(${setting}, 'off', true)`);
  await tx.execute(sql`
    declare sealed no scroll cursor for
    select leaf.leaf_index, sha256(event.canonical) as canonical_digest, event.id, event.occurred_at, event.actor_kind,
      event.actor_id, event.actor_label, event.action, event.subject_type, event.subject_id, event.subject_label,
      event.before, event.after, event.reason, event.ip, event.user_agent, event.request_id, event.batch_id
    from audit_leaves as leaf
    left join audit_events as event on event.occurred_at = leaf.event_occurred_at and event.id = leaf.event_id
    where leaf.epoch = ${epoch} order by leaf.leaf_index`);
  const fetchChunk = sql.raw(`fetch ${chunkLeaves} from sealed`);
  // What is asked for and not awaited is only asked for by drizzle when somebody does.
  const fetched = async () => tx.execute<Row>(fetchChunk);
  for (let next = fetched(); ; ) {
    const rows = await next;
    if (rows.length === chunkLeaves) next = fetched();
    next.catch(() => {});
    yield await Promise.all(rows.map(leafOf));
    if (rows.length < chunkLeaves) break;
  }
  await tx.execute(sql`close sealed`);
}

const columns = getTableColumns(auditEvents);
const momentOf = (value: unknown) => columns.occurredAt.mapFromDriverValue(value) as string;
const textOf = (value: unknown) => value as string;

async function leafOf(row: Row): Promise<Leaf> {
  const index = Number(row.leaf_index);
  if (row.canonical_digest === null) return { index, hash: `The event of leaf ${index} is gone.` };
  const canonical = canonicalOf(row);
  if (!areEqual(hash("sha256", canonical, "buffer"), row.canonical_digest)) {
    return { index, hash: `The event of leaf ${index} was altered: its columns do not say what its bytes say.` };
  }
  return { index, hash: leafHashNow(canonical.length > 65_535 ? await entryOf(canonical) : canonical) };
}

/** The canonical bytes, made anew from the columns. */
function canonicalOf(row: Row): Uint8Array {
  return canonicalBytes({
    id: textOf(row.id),
    occurredAt: momentOf(row.occurred_at),
    actor: { kind: row.actor_kind as "user", id: row.actor_id as string | null, label: textOf(row.actor_label) },
    action: textOf(row.action),
    subject: { type: textOf(row.subject_type), id: row.subject_id as string | null, label: textOf(row.subject_label) },
    before: row.before as Record<string, unknown> | null,
    after: row.after as Record<string, unknown> | null,
    reason: row.reason as string | null,
    ip: row.ip as string | null,
    userAgent: row.user_agent as string | null,
    requestId: textOf(row.request_id),
    batchId: row.batch_id as string | null,
  });
}
