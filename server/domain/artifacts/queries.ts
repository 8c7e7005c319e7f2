import { and, eq, isNull } from "drizzle-orm";
import { artifacts } from "@/db/schema";
import { matching } from "@/server/domain/artifact-rows/matching";
import { findArtifact, selectingArtifacts } from "@/server/domain/artifact-rows/select";
import { listHistory } from "@/server/domain/audit-events/queries";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { type Count, countRows } from "@/server/domain/lists/count";
import { fetchInOrder, type Keyset, keysetOf } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import type { Artifact, ArtifactFilter, ArtifactPage, ArtifactSort, ListArtifacts } from "./schema";

const sortColumns = {
  uploadedAt: artifacts.uploadedAt,
  name: artifacts.name,
  sizeBytes: artifacts.sizeBytes,
} satisfies Record<ArtifactSort, unknown>;

/** A page of the artifacts that match, the newest first unless told. Throws `malformed` for a cursor of another list. */
export async function listArtifacts(
  ctx: Context,
  { limit, cursor, sort, ...filter }: ListArtifacts,
): Promise<Page<Artifact>> {
  const keyset = keysetOf<ArtifactSort>(sort, sortColumns, artifacts.id);
  const sortedBy = sort.replace("-", "") as ArtifactSort;
  return pageOf(ctx, {
    scope: { list: "artifacts", sort, filter },
    cursor,
    limit,
    fetch: (after, count) => fetchInOrder(keyset, after, count, selectingArtifacts(ctx, matching(filter))),
    positionOf: (artifact) => ({ value: String(artifact[sortedBy]), id: artifact.id }),
  });
}

export async function countArtifacts(ctx: Context, filter: ArtifactFilter): Promise<Count> {
  return countRows(ctx, artifacts, matching(filter));
}

/** Also one that was deleted, as long as it can be brought back. Throws `not_found`. */
export async function getArtifact(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Artifact> {
  const found = await findArtifact(ctx, id);
  if (!found) throw notFound("artifact");
  return found;
}

const newestVersionFirst: Keyset = { column: artifacts.version, id: artifacts.id, isDescending: true };

/** A page of the versions of an artifact's name, the newest first. Throws `not_found`, and `malformed` for a foreign cursor. */
export async function listVersions(ctx: Context, { id, limit, cursor }: ArtifactPage): Promise<Page<Artifact>> {
  const { name } = await getArtifact(ctx, { id });
  const isVersion = and(eq(artifacts.name, name), isNull(artifacts.deletedAt));
  return pageOf(ctx, {
    scope: { list: "artifact-versions", name },
    cursor,
    limit,
    fetch: (after, count) => fetchInOrder(newestVersionFirst, after, count, selectingArtifacts(ctx, isVersion)),
    positionOf: (artifact) => ({ value: String(artifact.version), id: artifact.id }),
  });
}

/** A page of the history of an artifact, the newest change first. Throws `not_found`, and `malformed` for a foreign cursor. */
export async function listArtifactHistory(ctx: Context, { id, ...page }: ArtifactPage): Promise<Page<HistoryItem>> {
  await getArtifact(ctx, { id });
  return listHistory(ctx, { type: "artifact", id }, page);
}
