import { type Actor, type Context, requirePermission } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import type { Artifact, EditArtifact } from "./schema";

/** How the log names an artifact. */
export const subjectOf = ({ id, name, version }: Pick<Artifact, "id" | "name" | "version">) => ({
  type: "artifact",
  id,
  label: `${name} v${version}`,
});

/** What an edit may change of an artifact. */
export function editable({ kind, hostId, description, pinned }: Artifact): Required<EditArtifact["changes"]> {
  return { kind, hostId, description, pinned };
}

/** What an edit is called that changes these fields. */
export function editAction(changed: Record<string, unknown>): `artifact.${string}` {
  if (Object.keys(changed).join() !== "pinned") return "artifact.updated";
  return changed.pinned ? "artifact.pinned" : "artifact.unpinned";
}

/** Everybody who deletes may delete what they have uploaded, also by a token. Throws `forbidden` for what others have. */
export function requireOwn(actor: Actor, { uploadedBy }: Artifact): void {
  if (actor.userId !== uploadedBy.id) requirePermission(actor, "artifacts.delete-any");
}

/** What was deleted at this moment or before cannot be brought back any more. */
export function undoneUntil({ now }: Pick<Context, "now">): string {
  return new Date(now().getTime() - numbers.artifacts.undoHours * 3_600_000).toISOString();
}
