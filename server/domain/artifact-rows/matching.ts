import { and, eq, gte, ilike, inArray, isNotNull, isNull, lt, lte, type SQL } from "drizzle-orm";
import { artifacts } from "@/db/schema";
import type { ArtifactFilter } from "@/server/domain/artifacts/schema";

const given = <Value>(value: Value | undefined, condition: (value: Value) => SQL | undefined) =>
  value === undefined ? undefined : condition(value);

/** The condition that a filter stands for. */
export function matching(filter: ArtifactFilter): SQL | undefined {
  return and(
    filter.deleted ? isNotNull(artifacts.deletedAt) : isNull(artifacts.deletedAt),
    given(filter.name, (name) => eq(artifacts.name, name)),
    given(filter.sha256, (digest) => eq(artifacts.sha256, Buffer.from(digest, "hex"))),
    given(filter.kind, (kinds) => inArray(artifacts.kind, kinds)),
    given(filter.hostId, (id) => eq(artifacts.hostId, id)),
    given(filter.uploadedBy, (id) => eq(artifacts.uploadedById, id)),
    given(filter.from, (from) => gte(artifacts.uploadedAt, from)),
    given(filter.to, (to) => lt(artifacts.uploadedAt, to)),
    given(filter.minBytes, (size) => gte(artifacts.sizeBytes, size)),
    given(filter.maxBytes, (size) => lte(artifacts.sizeBytes, size)),
    given(filter.pinned, (isPinned) => eq(artifacts.pinned, isPinned)),
    ...(filter.q?.split(/\s+/) ?? []).map((term) => ilike(artifacts.name, `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`)),
  );
}
