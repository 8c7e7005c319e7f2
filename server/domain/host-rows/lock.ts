import { inArray } from "drizzle-orm";
import { hosts } from "@/db/schema";
import type { WriteContext } from "@/server/domain/context";
import { DomainError } from "@/server/domain/errors";
import type { Host } from "@/server/domain/hosts/schema";
import { hostColumns } from "./select";

type SeenHost = Pick<Host, "id" | "version">;

/**
 * Locks hosts, always in the order of their ids, so that two who lock them do not wait for each other. Gives them in the order of
 * `seen`. Throws `stale` where any is not in the version that was seen: with those as they are now, and naming those that are gone.
 */
export async function lockHosts(tx: WriteContext, seen: readonly SeenHost[]): Promise<Host[]> {
  const ids = seen.map(({ id }) => id);
  const rows = tx.db.select(hostColumns).from(hosts).where(inArray(hosts.id, ids)).orderBy(hosts.id);
  const locked = new Map((await rows.for("update")).map((host) => [host.id, host]));
  const errors = seen.flatMap(({ id, version }, index) => {
    const host = locked.get(id);
    if (host?.version === version) return [];
    const message = host ? `${host.hostname} has changed since you read it.` : "This host does not exist any more.";
    return [{ path: `hosts.${index}`, message }];
  });
  const found = seen.flatMap(({ id }) => locked.get(id) ?? []);
  if (errors.length === 0) return found;

  const versions = new Map(seen.map(({ id, version }) => [id, version]));
  const current = found.filter(({ id, version }) => versions.get(id) !== version);
  const message = `Nothing was changed: ${staleCount(current.length, seen.length - found.length)}`;
  throw new DomainError("stale", message, { current, errors });
}

function staleCount(changed: number, gone: number): string {
  const parts = [
    ...(changed > 0 ? [`${changed} of these hosts ${changed === 1 ? "has" : "have"} changed since you read them`] : []),
    ...(gone > 0 ? [`${gone} ${gone === 1 ? "does" : "do"} not exist any more`] : []),
  ];
  return `${parts.join(", and ")}.`;
}
