import { and, arrayContains, gte, ilike, inArray, lt, type SQL, sql } from "drizzle-orm";
import { hosts } from "@/db/schema";
import type { HostFilter } from "@/server/domain/hosts/schema";

/** The condition that a filter stands for; undefined where every host matches. */
export function matching({ q, tag, cidr, registeredSince, staleSince, ...anyOf }: HostFilter): SQL | undefined {
  const chosen = Object.entries(anyOf).map(([name, values]) =>
    values === undefined ? undefined : inArray(hosts[name as keyof typeof anyOf], values),
  );
  const terms = q?.split(/\s+/).map((term) => ilike(hosts.searchText, `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`)) ?? [];
  return and(
    ...chosen,
    tag === undefined ? undefined : arrayContains(hosts.tags, tag),
    cidr === undefined ? undefined : inRange(cidr),
    registeredSince === undefined ? undefined : gte(hosts.createdAt, registeredSince),
    staleSince === undefined ? undefined : lt(hosts.touchedAt, staleSince),
    ...terms,
  );
}

/** As first and last address, because `<<=` with a parameter finds no index. */
function inRange(cidr: string): SQL {
  const bits = sql.raw(cidr.includes(":") ? "128" : "32");
  return sql`${hosts.ip} between set_masklen(network(${cidr}::inet)::inet, ${bits}) and set_masklen(broadcast(${cidr}::inet), ${bits})`;
}
