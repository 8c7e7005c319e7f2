import { and, eq, getTableColumns, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { artifacts, blobs } from "@/db/schema";
import type { Artifact } from "@/server/domain/artifacts/schema";
import type { Context } from "@/server/domain/context";
import type { Range } from "@/server/domain/lists/keyset";

const columns = { ...getTableColumns(artifacts), contentType: blobs.contentType, state: blobs.state };

type Row = typeof artifacts.$inferSelect & Pick<typeof blobs.$inferSelect, "contentType" | "state">;

function toArtifact({ uploadedById, uploadedByLabel, state, sha256, ...row }: Row): Artifact {
  return {
    ...row,
    sha256: Buffer.from(sha256).toString("hex"),
    isCorrupt: state === "corrupt",
    uploadedBy: { id: uploadedById, label: uploadedByLabel },
  };
}

const withBlobs = (db: Reader) =>
  db.select(columns).from(artifacts).innerJoin(blobs, eq(blobs.sha256, artifacts.sha256));

/** The artifact with this id, also one that can only be brought back; undefined where there is none. */
export async function findArtifact({ db }: Pick<Context, "db">, id: string): Promise<Artifact | undefined> {
  const [row] = await withBlobs(db).where(eq(artifacts.id, id));
  return row && toArtifact(row);
}

/** Selects from the artifacts that fulfil a condition. */
export const selectingArtifacts =
  ({ db }: Pick<Context, "db">, condition: SQL | undefined) =>
  async (range: Range): Promise<Artifact[]> => {
    const at = range.position ?? { value: null, id: null };
    const rows = await withBlobs(db)
      .where(and(condition, range.conditionAt(at)))
      .orderBy(...range.order)
      .limit(range.count);
    return rows.map(toArtifact);
  };
