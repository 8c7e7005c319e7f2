import { count, eq, type SQL, sql } from "drizzle-orm";
import { preparedOnce } from "@/db/prepared";
import { hosts } from "@/db/schema";
import { listHistory } from "@/server/domain/audit-events/queries";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { matching } from "@/server/domain/host-rows/matching";
import { hostColumns, selecting } from "@/server/domain/host-rows/select";
import { type Count, countRows } from "@/server/domain/lists/count";
import type { Position } from "@/server/domain/lists/cursor";
import { fetchBefore, fetchInOrder, keysetOf } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import { numbers } from "@/server/domain/numbers";
import type {
  Host,
  HostFilter,
  HostHistory,
  HostNeighbours,
  HostSort,
  HostSummary,
  HostValues,
  ListHosts,
  Neighbours,
} from "./schema";

const sortColumns = {
  hostname: hosts.hostname,
  fqdn: hosts.fqdn,
  ip: hosts.ip,
  environment: hosts.environment,
  criticality: hosts.criticality,
  os: hosts.os,
  status: hosts.status,
  team: hosts.team,
  owner: hosts.owner,
  lastSeenAt: hosts.lastSeenAt,
  createdAt: hosts.createdAt,
  updatedAt: hosts.updatedAt,
} satisfies Record<HostSort, unknown>;

/** A page of the hosts that match, 50 unless told. Throws `malformed` for a cursor of another list. */
export async function listHosts(ctx: Context, { limit, cursor, sort, ...filter }: ListHosts): Promise<Page<Host>> {
  const keyset = keysetOf<HostSort>(sort, sortColumns, hosts.id);
  return pageOf(ctx, {
    scope: { list: "hosts", sort, filter },
    cursor,
    limit,
    fetch: (after, count) => fetchInOrder(keyset, after, count, selecting(ctx, filter)),
    positionOf: (host) => positionIn(sort, host),
  });
}

/** The hosts before and after one in a list; null at its ends. Throws `not_found` for the one. */
export async function getNeighbours(ctx: Context, { id, sort, ...filter }: HostNeighbours): Promise<Neighbours> {
  const keyset = keysetOf<HostSort>(sort, sortColumns, hosts.id);
  const position = positionIn(sort, await getHost(ctx, { id }));
  const fetch = selecting(ctx, filter);
  const [previous, [next]] = await Promise.all([
    fetchBefore(keyset, position, fetch),
    fetchInOrder(keyset, position, 1, fetch),
  ]);
  return { previous: asNeighbour(previous), next: asNeighbour(next) };
}

const asNeighbour = (host: Host | undefined) => (host ? { id: host.id, hostname: host.hostname } : null);

/** Where a host stands in a list that is sorted so. */
function positionIn(sort: ListHosts["sort"], host: Host): Position {
  return { value: host[(sort.startsWith("-") ? sort.slice(1) : sort) as HostSort], id: host.id };
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

/** What the estate is made of, what of it is new, and what nobody has touched or seen for long. */
export async function getSummary(ctx: Context): Promise<HostSummary> {
  const { environment, criticality, os, status } = hosts;
  const registeredSince = daysBefore(ctx.now(), numbers.hosts.newDays);
  const staleSince = daysBefore(ctx.now(), numbers.hosts.staleDays);
  const [counts, registered, stale] = await Promise.all([
    ctx.db
      .select({ environment, criticality, os, status, count: count() })
      .from(hosts)
      .groupBy(environment, criticality, os, status),
    ctx.db.$count(hosts, matching({ registeredSince })),
    ctx.db.$count(hosts, matching({ staleSince, status: ["active", "maintenance"] })),
  ]);
  return {
    counts,
    registered: { count: registered, since: registeredSince },
    stale: { count: stale, since: staleSince },
  };
}

const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * 86_400_000).toISOString();

/** What hosts have in a field, in order, the first `numbers.hosts.maxSuggestions`. Steps from value to value of the index. */
export async function listValues(ctx: Context, { field }: HostValues): Promise<{ values: string[] }> {
  const column = hosts[field];
  const next = (past: SQL) => sql`(select ${column} from ${hosts} where ${past} order by ${column} limit 1)`;
  const found = sql`(with recursive found(value) as (
    ${next(sql`${column} is not null`)}
    union all
    select ${next(sql`${column} > found.value`)} from found where found.value is not null
  ) select value from found where value is not null limit ${numbers.hosts.maxSuggestions}) as found`;
  const rows = await ctx.db.select({ value: sql<string>`found.value` }).from(found);
  return { values: rows.map(({ value }) => value) };
}

/** A page of the history of a host, the newest change first. Throws `not_found`, and `malformed` for a foreign cursor. */
export async function listHostHistory(ctx: Context, { id, ...page }: HostHistory): Promise<Page<HistoryItem>> {
  await getHost(ctx, { id });
  return listHistory(ctx, { type: "host", id }, page);
}
