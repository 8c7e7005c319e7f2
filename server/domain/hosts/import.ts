import { sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { violatedUniqueConstraint } from "@/db/errors";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { type Context, requirePermission, type WriteContext } from "@/server/domain/context";
import { conflict } from "@/server/domain/errors";
import { applyChunk, isSound, type SoundRecord } from "@/server/domain/host-import/apply";
import { checkRecords, type Finding, type Shown } from "@/server/domain/host-import/check";
import { chunksOf } from "@/server/domain/host-import/chunks";
import { FirstChanges } from "@/server/domain/host-import/first-changes";
import { type FileColumns, type HostFile, readHeading, readHosts } from "@/server/domain/host-import/host-file";
import { ImportPlan } from "@/server/domain/host-import/plan";
import { keepPreview, takePreview } from "@/server/domain/host-import/previews";
import type { HostRecord } from "@/server/domain/host-import/record";
import type { HostImportResult, ImportHosts } from "@/server/domain/host-import/schema";
import { numbers } from "@/server/domain/numbers";
import { shortened } from "@/server/domain/text/shortened";
import { takenFieldOf } from "./rules";

/** A file whose SHA-256 tells it from every other. */
export type DigestedFile = HostFile & { sha256: Uint8Array };

/** What an import did; its batch joins the audit events. */
type Imported = HostImportResult & { batchId: string };

type Mapping = Pick<ImportHosts, "columns">;

/**
 * Registers and changes hosts as a file says: all its records but those with faults, which are told one by one. A host is found by
 * its name in its environment. What a record does not speak of stays as it is; in a CSV, an empty cell clears a value.
 * The file is read twice: all of it is checked before the first change, and then applied in the same transaction, as one batch.
 *
 * Throws `invalid` for a file that cannot be read or whose columns are not right, `conflict` where somebody else takes a name or an
 * address of the file meanwhile, and what `audited` throws; nothing is changed then.
 */
export async function importHosts(ctx: Context, file: HostFile, options: Mapping = {}): Promise<Imported> {
  requirePermission(ctx.actor, "hosts.write");
  const { columns } = await readHeading(file, options.columns, { isTried: false });
  return importing(ctx, (tx) => applyFile(tx, { file, columns, plan: new ImportPlan() }));
}

/**
 * Tells what an import of a file would do, and changes nothing. Its `previewId`, given to `applyPreview` with the same file, does
 * exactly that. Of a file that lacks columns it tells only which. Throws `invalid` for a file that cannot be read.
 */
export async function previewImport(
  ctx: Context,
  file: DigestedFile,
  { columns: mapping }: Mapping = {},
): Promise<HostImportResult> {
  requirePermission(ctx.actor, "hosts.write");
  const at = ctx.now().toISOString();
  const { columns, missing } = await readHeading(file, mapping, { isTried: true });
  const plan = new ImportPlan();
  const told = { columns: columns ?? [], missingColumns: missing, batchId: null };
  if (missing.length > 0) return { ...plan.result, ...told, previewId: null };
  for await (const findings of checkRecords(ctx, readHosts(file, columns))) plan.add(findings);
  const previewId = await keepPreview(ctx, file.sha256, { columns, seen: plan.seen, rejected: plan.rejected, at });
  return { ...plan.result, ...told, previewId };
}

/**
 * Does what a preview has shown: what it left out stays out, and a host that is not as it was seen, or whose address is taken
 * since, is left alone and told as stale. Throws what `importHosts` throws, `conflict` for a preview that is gone, and `invalid`
 * for another file.
 */
export async function applyPreview(
  ctx: Context,
  file: DigestedFile,
  { previewId }: { previewId: string },
): Promise<Imported> {
  return importing(ctx, async (tx) => {
    const preview = await takePreview(tx, previewId, file.sha256);
    const plan = new ImportPlan(preview.rejected);
    return applyFile(tx, { file, columns: preview.columns, plan }, preview);
  });
}

/** The faults of all records that an import would leave out now, chunk by chunk. Throws `invalid` as `importHosts` does. */
export async function* findRejects(
  ctx: Context,
  file: HostFile,
  { columns: mapping }: Mapping,
): AsyncGenerator<Finding[]> {
  requirePermission(ctx.actor, "hosts.write");
  const { columns } = await readHeading(file, mapping, { isTried: false });
  for await (const findings of checkRecords(ctx, readHosts(file, columns))) {
    yield findings.filter(({ faults }) => faults !== null);
  }
}

type Change = { result: Imported; events: AsyncGenerator<AuditEvent> };

/** Makes a change that nobody else's import comes between. */
async function importing(ctx: Context, change: (tx: WriteContext) => Promise<Change>): Promise<Imported> {
  try {
    return await audited(ctx, "hosts.write", async (tx) => {
      // One import at a time: two that add the same hosts would wait for each other, one file at its end for the other's start.
      await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('hosts.import'))`);
      return change(tx);
    });
  } catch (error) {
    if (!takenFieldOf(violatedUniqueConstraint(error))) throw error;
    const message =
      "Somebody took a name or an address of this file meanwhile, so nothing was changed. Import it again.";
    throw conflict(message, { cause: error });
  }
}

type Planned = { file: HostFile; columns: FileColumns; plan: ImportPlan };

async function applyFile(tx: WriteContext, { file, columns, plan }: Planned, shown?: Shown): Promise<Change> {
  for await (const findings of checkRecords(tx, readHosts(file, columns), { shown, isHeld: true })) plan.add(findings);
  const batchId = newId();
  const told = { columns: columns ?? [], missingColumns: [], previewId: null, batchId };
  const result = { ...plan.result, ...told, created: 0, updated: 0, unchanged: 0, changes: [] };
  // The changes are made while their events are drawn, and counted in the result meanwhile.
  const events = applyRecords(tx, soundRecords(readHosts(file, columns), plan.seen), result);
  return { result, events: inBatch(batchId, events, () => importEvent(file, result, shown !== undefined)) };
}

async function* soundRecords(records: AsyncIterable<HostRecord>, seen: readonly number[]): AsyncGenerator<SoundRecord> {
  for await (const each of records) if (isSound(each) && seen[each.record - 1] !== -1) yield each;
}

async function* applyRecords(
  tx: WriteContext,
  records: AsyncIterable<SoundRecord>,
  result: HostImportResult,
): AsyncGenerator<AuditEvent> {
  const first = new FirstChanges();
  // Addresses may be swapped between chunks.
  await tx.db.execute(sql`set constraints hosts_ip_unique deferred`);
  for await (const chunk of chunksOf(records, numbers.imports.chunkRows)) {
    const { events, changes } = await applyChunk(tx, chunk);
    yield* events;
    first.add(...changes);
    const created = changes.filter(({ action }) => action === "created").length;
    result.created += created;
    result.updated += changes.length - created;
    result.unchanged += chunk.length - changes.length;
  }
  await tx.db.execute(sql`set constraints hosts_ip_unique immediate`);
  result.changes = first.items;
}

/** The events of a batch, and in the end the one that stands for all of it. */
async function* inBatch(
  batchId: string,
  events: AsyncIterable<AuditEvent>,
  last: () => AuditEvent,
): AsyncGenerator<AuditEvent> {
  for await (const event of events) yield { ...event, batchId };
  yield { ...last(), batchId };
}

function importEvent({ name }: HostFile, result: Imported, isPreviewed: boolean): AuditEvent {
  const { batchId, created, updated, unchanged, rejectedCount: rejected, stale } = result;
  return {
    action: "hosts.imported",
    subject: { type: "import", id: batchId, label: shortened(name?.trim() ?? "") || "hosts" },
    after: { created, updated, unchanged, rejected, ...(isPreviewed && { stale }) },
  };
}
