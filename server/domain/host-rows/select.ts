import { and, getTableColumns, inArray, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { preparedOnce } from "@/db/prepared";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import type { Host, HostFilter } from "@/server/domain/hosts/schema";
import type { Place, Range } from "@/server/domain/lists/keyset";
import { numbers } from "@/server/domain/numbers";
import { matching } from "./matching";

const { searchText: _, touchedAt: __, ...hostColumns } = getTableColumns(hosts);

export { hostColumns };

/** Selects from the hosts that match. Without a filter each range is a prepared statement, because that is what most lists are. */
export const selecting = (ctx: Context, filter: HostFilter) => async (range: Range) => {
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
