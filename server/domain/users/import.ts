import { sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { violatedUniqueConstraint } from "@/db/errors";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { type Context, requirePermission, type WriteContext } from "@/server/domain/context";
import type { TextSource } from "@/server/domain/csv/decode";
import { conflict } from "@/server/domain/errors";
import { applyPlan } from "@/server/domain/user-csv/apply";
import { isPreviewOf, type Plan, planImport, previewIdOf, selectConcerned } from "@/server/domain/user-csv/plan";
import { readUsers, type UserRows } from "@/server/domain/user-csv/rows";
import type { ImportUsers, UserImportResult } from "./schema";

/**
 * Creates and changes users as a CSV file says: all its records but those with faults, which are told one by one. A user is found
 * by the e-mail address. Whoever is created gets a link to choose a password, which nobody sees again. With `dryRun` nothing is
 * changed, and the result is what would be; its `previewId`, given with the same file, makes the import do exactly that.
 * All is done in one transaction, as one batch.
 *
 * Throws `invalid` for a file that cannot be read, and `conflict` where something is not as the preview showed it, where somebody
 * creates a user of the file meanwhile, and where no active admin would be left; nothing is changed then.
 */
export async function importUsers(
  ctx: Context,
  file: TextSource,
  { dryRun, previewId }: ImportUsers,
): Promise<UserImportResult> {
  requirePermission(ctx.actor, "users.write");
  const rows = await readUsers(file);
  if (dryRun) return previewImport(ctx, rows);
  return applyImport(ctx, rows, previewId).catch((error: unknown) => {
    if (violatedUniqueConstraint(error) !== "users_email") throw error;
    const message = "Somebody created a user of this file meanwhile, so nothing was changed. Import it again.";
    throw conflict(message, { cause: error });
  });
}

async function previewImport(ctx: Context, rows: UserRows): Promise<UserImportResult> {
  const plan = planImport(rows, await selectConcerned(ctx, rows.wanted));
  const created = plan.created.map((user) => ({ ...user, link: null }));
  return { ...resultOf(plan), created, previewId: previewIdOf(ctx.keys, rows, plan), batchId: null };
}

async function applyImport(ctx: Context, rows: UserRows, previewId: string | undefined): Promise<UserImportResult> {
  return audited(ctx, "users.write", async (tx) => {
    const plan = await planHeld(tx, rows);
    if (previewId !== undefined && !isPreviewOf(tx.keys, rows, plan, previewId)) {
      throw conflict(
        "The file or its users are not as the preview showed them, so nothing was changed. Preview it again.",
      );
    }
    const { created, events } = await applyPlan(tx, plan);
    const result = { ...resultOf(plan), created, previewId: null, batchId: newId() };
    const batch = [...events, importEvent(result)].map((event) => ({ ...event, batchId: result.batchId }));
    return { result, events: batch, isResultSecret: true };
  });
}

/** The plan over users that stay as they are until the transaction ends. */
async function planHeld(tx: WriteContext, rows: UserRows): Promise<Plan> {
  // One import at a time: of two that create the same users, the second finds them.
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('users.import'))`);
  return planImport(rows, await selectConcerned(tx, rows.wanted).for("no key update"));
}

function resultOf({ updated, unchanged, rejected }: Plan) {
  const shown = updated.map(({ before: { email, name, role }, after }) => ({ email, before: { name, role }, after }));
  return { updated: shown, unchanged, rejected };
}

function importEvent({ batchId, created, updated, unchanged, rejected }: UserImportResult): AuditEvent {
  const counts = {
    created: created.length,
    updated: updated.length,
    unchanged,
    rejected: new Set(rejected.map(({ record }) => record)).size,
  };
  return { action: "users.imported", subject: { type: "import", id: batchId, label: "users" }, after: counts };
}
