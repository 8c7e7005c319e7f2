import { inArray } from "drizzle-orm";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import type { FieldError } from "@/server/domain/errors";
import type { Host } from "@/server/domain/hosts/schema";
import { addressOf, nameOf, selectHoldersOf, selectHostsNamed } from "./existing-hosts";
import { hostColumns } from "./select";

/**
 * Which hosts cannot be what a change would make of them, because others have their name or address then. Says why a constraint
 * has refused the change; it is the constraint that refuses.
 */
export async function findTaken(
  ctx: Context,
  seen: readonly Pick<Host, "id">[],
  change: (host: Host) => Host,
): Promise<FieldError[]> {
  const ids = seen.map(({ id }) => id);
  const rows = await ctx.db.select(hostColumns).from(hosts).where(inArray(hosts.id, ids));
  const wanted = new Map(rows.map((host) => [host.id, change(host)]));
  const isOther = ({ id }: Pick<Host, "id">) => !wanted.has(id);
  const all = [...wanted.values()];
  const named = (await selectHostsNamed(ctx, all)).filter(isOther);
  const holding = (await selectHoldersOf(ctx, all)).filter(isOther);
  const names = new Set(named.map(nameOf));
  const holders = new Map(holding.map((host) => [addressOf(host), host.hostname]));
  return ids.flatMap((id, index) => {
    const host = wanted.get(id);
    const message = host && claim(host, names, holders);
    return message === undefined ? [] : [{ path: `hosts.${index}`, message }];
  });
}

/** Gives a host its name and address, or says who has them. */
function claim(host: Host, names: Set<string>, holders: Map<string, string>): string | undefined {
  const { hostname, environment, ip, status } = host;
  if (names.has(nameOf(host))) return `${hostname} is the name of another host in ${environment}.`;
  names.add(nameOf(host));
  if (status === "retired") return undefined;
  const holder = holders.get(addressOf(host));
  if (holder !== undefined) return `${ip} of ${hostname} is taken by ${holder} in ${environment}.`;
  holders.set(addressOf(host), hostname);
  return undefined;
}
