import { procedure, router, versionedProcedure } from "@/server/api/trpc";
import { deleteArtifact, editArtifact, restoreArtifact } from "@/server/domain/artifacts/mutations";
import {
  countArtifacts,
  getArtifact,
  listArtifactHistory,
  listArtifacts,
  listVersions,
} from "@/server/domain/artifacts/queries";
import * as schema from "@/server/domain/artifacts/schema";

const reading = procedure("artifacts.read");
const deleting = procedure("artifacts.delete");
const changing = versionedProcedure("artifacts.edit", "artifact", getArtifact);

export const artifacts = router({
  list: reading.input(schema.listArtifacts).query(({ ctx, input }) => listArtifacts(ctx, input)),
  count: reading.input(schema.artifactFilter).query(({ ctx, input }) => countArtifacts(ctx, input)),
  get: reading.input(schema.artifactReference).query(({ ctx, input }) => getArtifact(ctx, input)),
  history: reading.input(schema.artifactPage).query(({ ctx, input }) => listArtifactHistory(ctx, input)),
  versions: reading.input(schema.artifactPage).query(({ ctx, input }) => listVersions(ctx, input)),
  edit: changing.input(schema.editArtifact).mutation(({ ctx, input }) => editArtifact(ctx, input)),
  delete: deleting.input(schema.artifactReference).mutation(({ ctx, input }) => deleteArtifact(ctx, input)),
  restore: deleting.input(schema.artifactReference).mutation(({ ctx, input }) => restoreArtifact(ctx, input)),
});
