import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { onlyRow } from "@/db/rows";
import { artifactNames, artifacts, hosts } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { StagedBlob } from "@/server/domain/blob-store/blob-store";
import { askingUserId, type Context, type WriteContext } from "@/server/domain/context";
import { conflict, invalid, notFound, stale } from "@/server/domain/errors";
import { countUpload, type Quotas } from "@/server/domain/stored-blobs/quotas";
import { announceBlob, settleBlob } from "@/server/domain/stored-blobs/settle";
import { getArtifact } from "./queries";
import { editAction, editable, requireOwn, subjectOf, undoneUntil } from "./rules";
import type { Artifact, EditArtifact, UploadOptions } from "./schema";

type Upload = { name: string; options: UploadOptions; staged: StagedBlob; quotas: Quotas };

/**
 * Keeps staged bytes as the next version of a name. When it resolves, bytes and row outlive a power cut; before that, nobody sees
 * either. Throws `invalid` for a host that does not exist, `too_large` and `storage_full` past a quota.
 */
export async function uploadArtifact(ctx: Context, { name, options, staged, quotas }: Upload): Promise<Artifact> {
  await announceBlob(ctx, staged);
  return audited(ctx, "artifacts.upload", async (tx) => {
    const { host: hostId = null, ...said } = options;
    const { sha256, sizeBytes } = staged;
    const uploadedById = askingUserId(tx.actor);
    // Everybody locks in this order: name, bytes, host, quotas.
    const version = await nextVersion(tx, name);
    const addedBytes = await settleBlob(tx, staged);
    if (hostId !== null) await holdHost(tx, hostId, "host");
    await countUpload(tx, { owner: uploadedById, sizeBytes, addedBytes }, quotas);
    const id = newId();
    const uploader = { uploadedById, uploadedByLabel: tx.actor.label, uploadedAt: tx.now().toISOString() };
    const row = { ...said, ...uploader, id, name, version, hostId, sha256, sizeBytes, pinned: false, revision: 1 };
    await tx.db.insert(artifacts).values(row);
    const artifact = await getArtifact(tx, { id });
    const { kind, description, contentType, sha256: digest } = artifact;
    const after = { name, version, kind, hostId, description, sizeBytes, sha256: digest, contentType };
    return { result: artifact, events: [{ action: "artifact.uploaded", subject: subjectOf(artifact), after }] };
  });
}

/** Counts on, also where all artifacts of the name are gone. Of uploads at once, one waits for the other. */
async function nextVersion({ db }: WriteContext, name: string): Promise<number> {
  const counted = await db
    .insert(artifactNames)
    .values({ name, lastVersion: 1 })
    .onConflictDoUpdate({
      target: artifactNames.name,
      set: { lastVersion: sql`${artifactNames.lastVersion} + 1` },
    })
    .returning({ version: artifactNames.lastVersion });
  return onlyRow(counted).version;
}

/** Keeps a host from being deleted until the transaction ends. Throws `invalid` where there is none. */
async function holdHost({ db }: WriteContext, id: string, path: string): Promise<void> {
  const found = await db.select({ id: hosts.id }).from(hosts).where(eq(hosts.id, id)).for("key share");
  if (found.length === 0) throw noHost(path);
}

const noHost = (path: string) =>
  invalid("This host does not exist.", [{ path, message: "There is no host with this id." }]);

/** Throws `invalid` where there is no such host: a first look, before a long upload. */
export async function requireHost({ db }: Context, id: string): Promise<void> {
  if ((await db.$count(hosts, eq(hosts.id, id))) === 0) throw noHost("host");
}

/**
 * Changes what is said of an artifact, in the revision that the editor saw. An edit that changes nothing writes nothing.
 * Throws `not_found`, `stale` with the artifact as it is now, or `invalid` for a host that does not exist.
 */
export async function editArtifact(ctx: Context, { id, version: seen, changes }: EditArtifact): Promise<Artifact> {
  return audited(ctx, "artifacts.edit", async (tx) => {
    const current = await getArtifact(tx, { id });
    if (current.deletedAt !== null) throw notFound("artifact");
    if (current.revision !== seen) throw stale("artifact", current);
    const before = editable(current);
    const changed = changedFields(before, { ...before, ...changes });
    if (Object.keys(changed.after).length === 0) return { result: current, events: [] };
    if (changes.hostId) await holdHost(tx, changes.hostId, "hostId");
    const edited = await write(tx, id, { ...changed.after, revision: seen + 1 }, eq(artifacts.revision, seen));
    if (!edited) throw stale("artifact", await getArtifact(tx, { id }));
    const action = editAction(changed.after);
    return { result: edited, events: [{ action, subject: subjectOf(edited), ...changed }] };
  });
}

/**
 * Deletes an artifact, which can be brought back for `numbers.artifacts.undoHours`. Deleting it twice is no error.
 * Throws `not_found`, `forbidden` for what others have uploaded where only the own may be deleted, `conflict` for a pinned one.
 */
export async function deleteArtifact(ctx: Context, { id }: { id: string }): Promise<Artifact> {
  return audited(ctx, "artifacts.delete", async (tx) => {
    const current = await getArtifact(tx, { id });
    requireOwn(tx.actor, current);
    if (current.deletedAt !== null) return { result: current, events: [] };
    const deletedAt = tx.now().toISOString();
    const isThere = and(isNull(artifacts.deletedAt), eq(artifacts.pinned, false));
    const deleted = await write(tx, id, { deletedAt, revision: sql`${artifacts.revision} + 1` }, isThere);
    if (!deleted)
      return unchanged(tx, id, ({ pinned }) => pinned && conflict("This artifact is pinned. Unpin it first."));
    const fields = { before: { deletedAt: null }, after: { deletedAt } };
    return { result: deleted, events: [{ action: "artifact.deleted", subject: subjectOf(deleted), ...fields }] };
  });
}

/**
 * Brings a deleted artifact back. One that is not deleted stays as it is. Throws `not_found` also where its time is over, and
 * `forbidden` as deleting does.
 */
export async function restoreArtifact(ctx: Context, { id }: { id: string }): Promise<Artifact> {
  return audited(ctx, "artifacts.delete", async (tx) => {
    const current = await getArtifact(tx, { id });
    requireOwn(tx.actor, current);
    if (current.deletedAt === null) return { result: current, events: [] };
    const isInTime = and(isNotNull(artifacts.deletedAt), gt(artifacts.deletedAt, undoneUntil(tx)));
    const restored = await write(tx, id, { deletedAt: null, revision: sql`${artifacts.revision} + 1` }, isInTime);
    if (!restored) return unchanged(tx, id, ({ deletedAt }) => deletedAt !== null && notFound("artifact"));
    const fields = { before: { deletedAt: current.deletedAt }, after: { deletedAt: null } };
    return { result: restored, events: [{ action: "artifact.restored", subject: subjectOf(restored), ...fields }] };
  });
}

/** What a change comes to that found nothing to change: a refusal, or what somebody else has done at the same moment. */
async function unchanged(tx: WriteContext, id: string, refusal: (current: Artifact) => Error | false) {
  const current = await getArtifact(tx, { id });
  const error = refusal(current);
  if (error) throw error;
  return { result: current, events: [] };
}

type Fields = Parameters<ReturnType<WriteContext["db"]["update"]>["set"]>[0];

/** Gives the artifact as it is after the change, or undefined where the condition did not hold. */
async function write(
  tx: WriteContext,
  id: string,
  fields: Fields,
  condition: ReturnType<typeof and>,
): Promise<Artifact | undefined> {
  const written = await tx.db
    .update(artifacts)
    .set(fields)
    .where(and(eq(artifacts.id, id), condition))
    .returning({ id: artifacts.id });
  return written.length > 0 ? getArtifact(tx, { id }) : undefined;
}
