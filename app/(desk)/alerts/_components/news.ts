import type { Alert } from "@/server/domain/alerts/schema";

type Seen = Pick<Alert, "id" | "version">;

/** What stands in a list now and did not when it was shown, and how much of it has changed or gone. */
export function newsOf(shown: readonly Seen[], now: readonly Seen[]): string | undefined {
  const before = new Map(shown.map(({ id, version }) => [id, version]));
  const after = new Map(now.map(({ id, version }) => [id, version]));
  const added = now.filter(({ id }) => !before.has(id)).length;
  const changed = shown.filter(({ id, version }) => after.get(id) !== version).length;
  const parts = [...(added > 0 ? [`${added} new`] : []), ...(changed > 0 ? [`${changed} changed`] : [])];
  return parts.length === 0 ? undefined : parts.join(", ");
}
