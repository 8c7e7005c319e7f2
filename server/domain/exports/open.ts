import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type SQL, sql } from "drizzle-orm";
import type { Db, Reader, Tx } from "@/db/connect";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { type Context, requirePermission } from "@/server/domain/context";
import { rateLimited } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import type { Permission } from "@/server/domain/permissions";

export type ExportFormat = "csv" | "ndjson";

type Row = Record<string, unknown>;

export type Export = {
  permission: Permission;
  count: (db: Reader) => Promise<number>;
  /** Selects the rows, in their order. */
  query: SQL;
  /** What stands before the first row, such as the names of the columns. */
  head: string;
  /** A row, as the database says it, as the file has it. */
  textOf: (row: Row) => string;
  /** What tells the audit log of an export of so many rows. */
  eventOf: (rows: number) => AuditEvent;
};

export type OpenedExport = { rows: number; body: Readable };

let open = 0;

/** Exports of this process that are being read. */
export const countOpenExports = () => open;

/**
 * Begins an export: counts its rows, records it, and gives its bytes, which are read from the database as fast as somebody takes
 * them. Count and rows are of one moment. The event is committed before the first byte is there to be read; a body that cannot
 * be read to its end is destroyed with an error. Destroy it to stop.
 *
 * Throws `unauthenticated` or `forbidden`, `unavailable` where the log cannot be written, and `rate_limited` where this process
 * has `numbers.exports.maxAtOnce` open already.
 */
export async function openExport(ctx: Context, source: Export): Promise<OpenedExport> {
  requirePermission(ctx.actor, source.permission);
  if (open >= numbers.exports.maxAtOnce) {
    ctx.observer?.requestLimited?.("exports");
    throw rateLimited("Other exports are running. Try again when one has ended.", numbers.requests.retryAfterSeconds);
  }
  open += 1;
  const body = new PassThrough();
  // An error that nobody listens to ends the process, and before the body is given away nobody does.
  body.on("error", () => {});
  const counted = Promise.withResolvers<number>();
  const write = async (tx: Tx) => {
    await allowPauses(tx);
    const rows = await source.count(tx);
    await audited(ctx, source.permission, async () => ({ result: null, events: [source.eventOf(rows)] }));
    counted.resolve(rows);
    await pipeline(chunksOf(tx, source), body);
  };
  // Every context is made with the whole handle; `Reader` only hides the writing half of it.
  (ctx.db as Db)
    .transaction(write, { isolationLevel: "repeatable read", accessMode: "read only" })
    .catch((error: unknown) => {
      counted.reject(error);
      body.destroy(brokenOff(error));
    })
    .finally(() => {
      open -= 1;
    });
  return { rows: await counted.promise, body };
}

const brokenOff = (cause: unknown) => new Error("The export broke off.", { cause });

/** A slow reader is idle in its transaction, as far as the database can tell. */
async function allowPauses(tx: Tx): Promise<void> {
  const milliseconds = String(2_000 * numbers.exports.idleTimeoutSeconds);
  await tx.execute(sql`select set_config('idle_in_transaction_session_timeout', ${milliseconds}, true)`);
}

async function* chunksOf(tx: Tx, { query, head, textOf }: Export): AsyncGenerator<string> {
  if (head !== "") yield head;
  // All of it will be read, so what gives the first rows soonest is not what counts.
  await tx.execute(sql`select set_config('cursor_tuple_fraction', '1', true)`);
  await tx.execute(sql`declare exported no scroll cursor for ${query}`);
  const fetchChunk = sql.raw(`fetch ${numbers.exports.chunkRows} from exported`);
  for (;;) {
    const rows = await tx.execute<Row>(fetchChunk).catch((error: unknown) => Promise.reject(brokenOff(error)));
    if (rows.length > 0) yield rows.map(textOf).join("");
    if (rows.length < numbers.exports.chunkRows) return;
  }
}
