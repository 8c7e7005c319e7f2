import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Tx } from "@/db/connect";
import { auditEvents, auditTiles } from "@/db/schema";
import { canonicalBytes } from "@/server/domain/audit/canonical";
import { numbers } from "@/server/domain/numbers";
import { eventHashNow } from "./hash";
import type { Tile } from "./tiles";
import type { Leaf } from "./verify-leaves";

const { verifiedAtOnce } = numbers.audit;

type Row = Record<string, unknown> & { leaf_index: string; leaf_hash: Uint8Array | null };

/** Leaves one after the other, and the lowest tiles of the same place in the tree. */
export type SealedChunk = { leaves: Leaf[]; tiles: Tile[] };

/**
 * All leaves of an epoch in their order, in chunks, each with the hash that the columns of its event give now. The next chunk
 * is read while one is looked at.
 */
export async function* readSealedEvents(tx: Tx, epoch: number): AsyncGenerator<SealedChunk> {
  // Leaf after leaf with its event, which lie side by side: nothing else needs no room for sorting.
  for (const setting of ["enable_hashjoin", "enable_mergejoin", "enable_sort"])
    await tx.execute(sql`select set_config(${setting}, 'off', true)`);
  await tx.execute(sql`
    declare sealed no scroll cursor for
    select leaf.leaf_index, audit_leaf_hash(event.canonical) as leaf_hash, event.id, event.occurred_at, event.actor_kind,
      event.actor_id, event.actor_label, event.action, event.subject_type, event.subject_id, event.subject_label,
      event.before, event.after, event.reason, event.ip, event.user_agent, event.request_id, event.batch_id
    from audit_leaves as leaf
    left join audit_events as event on event.occurred_at = leaf.event_occurred_at and event.id = leaf.event_id
    where leaf.epoch = ${epoch} order by leaf.leaf_index`);
  let start = 0;
  const read = async () => {
    const [first, last] = [start / 256, (start + verifiedAtOnce) / 256 - 1];
    start += verifiedAtOnce;
    const rows = tx.execute<Row>(sql.raw(`fetch ${verifiedAtOnce} from sealed`));
    const { level, tileIndex, hashes } = auditTiles;
    const isNear = sql`${tileIndex} between ${first}::bigint and ${last}::bigint`;
    const tiles = tx
      .select({ level, tileIndex, hashes })
      .from(auditTiles)
      .where(and(eq(auditTiles.epoch, epoch), eq(level, 0), isNear));
    return Promise.all([rows, tiles]);
  };
  for (let next = read(); ; ) {
    const [rows, tiles] = await next;
    const isLast = rows.length < verifiedAtOnce;
    if (!isLast) next = read();
    // Whoever has seen enough does not wait for it.
    next.catch(() => {});
    yield { leaves: rows.map(leafOf), tiles };
    if (isLast) break;
  }
  await tx.execute(sql`close sealed`);
}

const columns = getTableColumns(auditEvents);
const momentOf = (value: unknown) => columns.occurredAt.mapFromDriverValue(value) as string;
const textOf = (value: unknown) => value as string;

function leafOf(row: Row): Leaf {
  const index = Number(row.leaf_index);
  if (row.leaf_hash === null) return { index, hash: `The event of leaf ${index} is gone.` };
  const hash = eventHashNow(canonicalOf(row));
  if (Buffer.compare(hash, row.leaf_hash) === 0) return { index, hash };
  return { index, hash: `The event of leaf ${index} was altered: its columns do not say what its bytes say.` };
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
