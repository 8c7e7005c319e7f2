import { inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { hosts } from "@/db/schema";
import { canonicalAddress } from "@/server/domain/addresses/schema";
import type { Context, WriteContext } from "@/server/domain/context";
import { type NameableHost, placesIn } from "./named";

type Labelled = { labels: Record<string, string> };

const { id, hostname, fqdn, ip, environment, status } = hosts;
const nameable = { id, hostname, fqdn, ip, environment, status };

/** All hosts that the labels of some alerts may name. */
export async function findNameableHosts({ db }: Pick<Context, "db">, alerts: readonly Labelled[]) {
  const where = isAtAny(alerts);
  return where ? db.select(nameable).from(hosts).where(where).orderBy(hosts.id) : [];
}

/** The same, none of which can be deleted before the transaction ends, because an alert is about to refer to it. */
export async function holdNameableHosts(tx: WriteContext, alerts: readonly Labelled[]): Promise<NameableHost[]> {
  const where = isAtAny(alerts);
  if (!where) return [];
  return tx.db.select(nameable).from(hosts).where(where).orderBy(hosts.id).for("key share");
}

/** Places are sent as one parameter, however many they are, and each is looked up in an index. */
function isAtAny(alerts: readonly Labelled[]): SQL | undefined {
  const places = [...new Set(alerts.flatMap(({ labels }) => placesIn(labels)))];
  if (places.length === 0) return undefined;
  const addresses = places.filter((place) => canonicalAddress(place) !== undefined);
  const at = (column: PgColumn, type: string, values: readonly string[]) => {
    const place = sql`place.value::${sql.raw(type)}`;
    const given = sql`jsonb_array_elements_text(${JSON.stringify(values)}::jsonb) as place`;
    return sql`select id from ${given} join ${hosts} on ${column} = ${place}`;
  };
  const found = [at(hostname, "text", places), at(fqdn, "text", places), at(ip, "inet", addresses)];
  return inArray(id, sql`(${sql.join(found, sql` union `)})`);
}
