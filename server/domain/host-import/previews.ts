import { and, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { v7 as newId } from "uuid";
import * as z from "zod";
import { importPreviews } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context, WriteContext } from "@/server/domain/context";
import { conflict, invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import type { FileColumns } from "./host-file";
import { type HostReject, hostImportResult } from "./schema";

const { previewHours, maxPreviewsPerActor } = numbers.imports;

/** What a dry run has shown, and all that it takes to apply just that. */
export type Preview = { columns: FileColumns; seen: number[]; rejected: HostReject[]; at: string };

const { columns, rejected } = hostImportResult.shape;
const keptForAnswer = z.object({ columns: columns.nullable(), rejected });

const actorIdOf = ({ actor }: Pick<Context, "actor">) => actor.id ?? actor.kind;

const keptSince = ({ now }: Pick<Context, "now">) => new Date(now().getTime() - previewHours * 3_600_000).toISOString();

/** Keeps a preview for a day, and of one who makes many the newest. Gives its id. */
export async function keepPreview(ctx: Context, sha256: Uint8Array, preview: Preview): Promise<string> {
  const [id, actorId] = [newId(), actorIdOf(ctx)];
  const { at: createdAt, ...shown } = preview;
  const row = { id, actorId, fileSha256: sha256, ...shown, createdAt };
  await unaudited(ctx, "a preview changes nothing", async ({ db }) => {
    await db.insert(importPreviews).values(row);
    const older = db
      .select({ id: importPreviews.id })
      .from(importPreviews)
      .where(eq(importPreviews.actorId, actorId))
      .orderBy(desc(importPreviews.createdAt), desc(importPreviews.id))
      .offset(maxPreviewsPerActor);
    await db.delete(importPreviews).where(inArray(importPreviews.id, older));
  });
  return id;
}

/**
 * Takes a preview to be applied, once. Throws `conflict` where it is gone or somebody else's, and `invalid` where it is of
 * another file.
 */
export async function takePreview(tx: WriteContext, id: string, sha256: Uint8Array): Promise<Preview> {
  const isLive = and(
    eq(importPreviews.id, id),
    eq(importPreviews.actorId, actorIdOf(tx)),
    gt(importPreviews.createdAt, keptSince(tx)),
  );
  const [preview] = await tx.db.delete(importPreviews).where(isLive).returning();
  if (!preview) {
    const why = `it was applied already, or is older than ${previewHours} hours`;
    throw conflict(`This preview is gone: ${why}. Nothing was changed. Preview the file again.`);
  }
  if (!Buffer.from(preview.fileSha256).equals(sha256)) {
    const message = "This is not the file that was previewed, so nothing was changed.";
    throw invalid(message, [{ path: "file", message: "Not the file that was previewed." }]);
  }
  const { seen, createdAt: at } = preview;
  return { ...keptForAnswer.parse(preview), seen, at };
}

/** Removes the previews whose time is over. */
export async function removeOldPreviews(ctx: Context): Promise<void> {
  await unaudited(ctx, "an old preview cannot be applied any more", async (tx) => {
    await tx.db.delete(importPreviews).where(lt(importPreviews.createdAt, keptSince(tx)));
  });
}
