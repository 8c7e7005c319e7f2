import { sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { violatedUniqueConstraint } from "@/db/errors";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { type Context, requirePermission, type WriteContext } from "@/server/domain/context";
import type { CsvSource } from "@/server/domain/csv/records";
import { conflict } from "@/server/domain/errors";
import { applyHosts } from "@/server/domain/host-csv/apply";
import { checkFile } from "@/server/domain/host-csv/check";
import { chunksOf } from "@/server/domain/host-csv/chunks";
import type { Rejects } from "@/server/domain/host-csv/rejects";
import { readRows } from "@/server/domain/host-csv/rows";
import { numbers } from "@/server/domain/numbers";
import { shortened } from "@/server/domain/text/shortened";
import { takenFieldOf } from "./rules";
import type { HostImportResult, RegisterHost } from "./schema";

/** An uploaded file, kept where it can be read again from its beginning, and the name that it came with. */
export type ImportFile = CsvSource & { name?: string };

/**
 * Registers and changes hosts as a CSV file says: all its records but those with faults, which are told one by one. A host is
 * found by its name in its environment. A column that the file lacks leaves the values as they are, an empty cell clears them.
 * The file is read twice: all of it is checked before the first change, and then applied in one transaction, as one batch.
 *
 * Throws `invalid` for a file that cannot be read or lacks columns, `conflict` where somebody else takes a name or an address
 * of the file meanwhile, and what `audited` throws; nothing is changed then.
 */
export async function importHosts(ctx: Context, file: ImportFile): Promise<HostImportResult> {
  requirePermission(ctx.actor, "hosts.write");
  const rejects = await checkFile(ctx, file);
  const result: HostImportResult = {
    created: 0,
    updated: 0,
    unchanged: 0,
    rejected: rejects.firstFaults,
    rejectedCount: rejects.records.size,
    batchId: newId(),
  };
  try {
    // The changes are made while their events are drawn, and counted in the result meanwhile.
    return await audited(ctx, "hosts.write", async (tx) => ({ result, events: applyFile(tx, file, rejects, result) }));
  } catch (error) {
    if (!takenFieldOf(violatedUniqueConstraint(error))) throw error;
    const message =
      "Somebody took a name or an address of this file meanwhile, so nothing was changed. Import it again.";
    throw conflict(message, { cause: error });
  }
}

async function* applyFile(
  tx: WriteContext,
  file: ImportFile,
  rejects: Rejects,
  result: HostImportResult,
): AsyncGenerator<AuditEvent> {
  // One import at a time: two that add the same hosts would wait for each other, one file at its end for the other's start.
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('hosts.import'))`);
  // Addresses may be swapped between chunks.
  await tx.db.execute(sql`set constraints hosts_ip_unique deferred`);
  for await (const rows of chunksOf(readRows(file, rejects.records), numbers.imports.chunkRows)) {
    const wanted = rows.map(({ reading }) => reading.host).filter((host): host is RegisterHost => host !== null);
    const events = await applyHosts(tx, wanted, rows[0]?.columns ?? []);
    for (const event of events) yield { ...event, batchId: result.batchId };
    const created = events.filter(({ action }) => action === "host.registered").length;
    result.created += created;
    result.updated += events.length - created;
    result.unchanged += wanted.length - events.length;
  }
  await tx.db.execute(sql`set constraints hosts_ip_unique immediate`);
  yield importEvent(file, result);
}

function importEvent({ name }: ImportFile, { batchId, created, updated, unchanged, rejectedCount }: HostImportResult) {
  return {
    action: "hosts.imported",
    subject: { type: "import", id: batchId, label: shortened(name ?? "") || "hosts" },
    after: { created, updated, unchanged, rejected: rejectedCount },
    batchId,
  } satisfies AuditEvent;
}
