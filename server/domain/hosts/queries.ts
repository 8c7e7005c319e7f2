import {
  and,
  arrayContains,
  count,
  eq,
  getTableColumns,
  gte,
  ilike,
  inArray,
  lt,
  type Placeholder,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { preparedOnce } from "@/db/prepared";
import { hosts } from "@/db/schema";
import { listHistory } from "@/server/domain/audit-events/queries";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { type Count, countRows } from "@/server/domain/lists/count";
import type { Position } from "@/server/domain/lists/cursor";
import { fetchBefore, fetchInOrder, keysetOf, type Place, type Range } from "@/server/domain/lists/keyset";
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

const { searchText, touchedAt, ...hostColumns } = getTableColumns(hosts);

export { hostColumns };

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

/** Selects from the hosts that match. Without a filter each range is a prepared statement, because that is what most lists are. */
const selecting = (ctx: Context, filter: HostFilter) => async (range: Range) => {
  const matches = matching(filter);
  if (matches === undefined) {
    return wholeRange(range)(ctx.db).execute({ ...(range.position ?? start), count: range.count });
  }
  // PostgreSQL takes the matches for spread evenly over the order. Where they are not, such as the hosts of one team by name, it
  // would walk through most of the table. So a short walk comes first, and whatever that does not find is collected and sorted.
  const found = await walk(ctx.db, range, matches);
  return found.length === range.count ? found : collect(ctx.db, range, matches);
};

/** Stands in where a range needs no position. */
const start = { value: null, id: null };

const selectRange = (db: Reader, range: Range, at: Place, count: number | Placeholder) =>
  db
    .select(hostColumns)
    .from(hosts)
    .where(range.conditionAt(at))
    .orderBy(...range.order)
    .limit(count);

/** The hosts that match among the first of a range. */
function walk(db: Reader, range: Range, matches: SQL): Promise<Host[]> {
  const at = range.position ?? start;
  const first = db
    .select()
    .from(hosts)
    .where(range.conditionAt(at))
    .orderBy(...range.order)
    .limit(numbers.hosts.walkedRows)
    // The table's own name, so that conditions and columns are the same as without the walk.
    .as("hosts");
  return db
    .select(hostColumns)
    .from(first)
    .where(matches)
    .orderBy(...range.order)
    .limit(range.count);
}

/** All hosts of a range that match, of which the first are given. The offset keeps PostgreSQL from walking. */
function collect(db: Reader, range: Range, matches: SQL): Promise<Host[]> {
  const at = range.position ?? start;
  const all = db
    .select()
    .from(hosts)
    .where(and(matches, range.conditionAt(at)));
  const first = db
    .select({ id: sql`hosts.id` })
    .from(sql`(${all.getSQL()} offset 0) as hosts`)
    .orderBy(...range.order)
    .limit(range.count);
  return db
    .select(hostColumns)
    .from(hosts)
    .where(inArray(hosts.id, first))
    .orderBy(...range.order);
}

const prepareRange = (range: Range) =>
  preparedOnce((db) => {
    const at = { value: sql.placeholder("value"), id: sql.placeholder("id") };
    const name = `hosts_${range.shape.replaceAll(" ", "_")}`;
    return selectRange(db, range, at, sql.placeholder("count")).prepare(name);
  });

const preparedRanges = new Map<string, ReturnType<typeof prepareRange>>();

/** The range of all hosts with any position, prepared; there are as many as shapes. */
function wholeRange(range: Range) {
  const prepared = preparedRanges.get(range.shape) ?? prepareRange(range);
  preparedRanges.set(range.shape, prepared);
  return prepared;
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

/** The condition that a filter stands for; undefined where every host matches. */
export function matching({ q, tag, cidr, registeredSince, staleSince, ...anyOf }: HostFilter): SQL | undefined {
  const chosen = Object.entries(anyOf).map(([name, values]) =>
    values === undefined ? undefined : inArray(hosts[name as keyof typeof anyOf], values),
  );
  const terms = q?.split(/\s+/).map((term) => ilike(searchText, `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`)) ?? [];
  return and(
    ...chosen,
    tag === undefined ? undefined : arrayContains(hosts.tags, tag),
    cidr === undefined ? undefined : inRange(cidr),
    registeredSince === undefined ? undefined : gte(hosts.createdAt, registeredSince),
    staleSince === undefined ? undefined : lt(touchedAt, staleSince),
    ...terms,
  );
}

/** As first and last address, because `<<=` with a parameter finds no index. */
function inRange(cidr: string): SQL {
  const bits = sql.raw(cidr.includes(":") ? "128" : "32");
  return sql`${hosts.ip} between set_masklen(network(${cidr}::inet)::inet, ${bits}) and set_masklen(broadcast(${cidr}::inet), ${bits})`;
}
