import { and, arrayContains, eq, getTableColumns, ilike, type SQL, sql } from "drizzle-orm";
import { preparedOnce } from "@/db/prepared";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { type Count, countRows } from "@/server/domain/lists/count";
import { keysetOf, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import type { Host, HostFilter, HostSort, ListHosts } from "./schema";

const { searchText, ...hostColumns } = getTableColumns(hosts);

export { hostColumns };

const sortColumns = {
  hostname: hosts.hostname,
  ip: hosts.ip,
  environment: hosts.environment,
  criticality: hosts.criticality,
  os: hosts.os,
  status: hosts.status,
  team: hosts.team,
  owner: hosts.owner,
  updatedAt: hosts.updatedAt,
} satisfies Record<HostSort, unknown>;

/** A page of the hosts that match, 50 unless told. Throws `malformed` for a cursor of another list. */
export async function listHosts(ctx: Context, { limit, cursor, sort, ...filter }: ListHosts): Promise<Page<Host>> {
  const keyset = keysetOf<HostSort>(sort, sortColumns, hosts.id);
  const sortedBy = (sort.startsWith("-") ? sort.slice(1) : sort) as HostSort;
  return pageOf(ctx, {
    scope: { list: "hosts", sort, filter },
    cursor,
    limit,
    fetch: (after, count) =>
      ctx.db
        .select(hostColumns)
        .from(hosts)
        .where(and(matching(filter), after && rowsAfter(keyset, after)))
        .orderBy(...orderOf(keyset))
        .limit(count),
    positionOf: (host) => ({ value: host[sortedBy], id: host.id }),
  });
}

export async function countHosts(ctx: Context, filter: HostFilter): Promise<Count> {
  return countRows(ctx, hosts, matching(filter));
}

const hostById = preparedOnce((db) =>
  db
    .select(hostColumns)
    .from(hosts)
    .where(eq(hosts.id, sql.placeholder("id")))
    .prepare("host_by_id"),
);

/** Throws `not_found`. */
export async function getHost(ctx: Context, { id }: { id: string }): Promise<Host> {
  const [host] = await hostById(ctx.db).execute({ id });
  if (!host) throw notFound("host");
  return host;
}

function matching({ q, tag, ...equal }: HostFilter): SQL | undefined {
  const exact = Object.entries(equal).map(([name, value]) =>
    value === undefined ? undefined : eq(hosts[name as keyof typeof equal], value),
  );
  const terms = q?.split(/\s+/).map((term) => ilike(searchText, `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`)) ?? [];
  return and(...exact, tag === undefined ? undefined : arrayContains(hosts.tags, [tag]), ...terms);
}
