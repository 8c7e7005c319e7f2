import { and, type Column, eq, ne, or, type SQL, sql } from "drizzle-orm";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import type { Host } from "@/server/domain/hosts/schema";
import { hostColumns } from "./select";

/** What names a host. */
export type HostName = Pick<Host, "environment" | "hostname">;

type Address = Pick<Host, "environment" | "ip">;

/** What tells a host from every other. */
export const nameOf = ({ environment, hostname }: HostName) => `${environment} ${hostname}`;

/** What only one host may have that is not retired. */
export const addressOf = ({ environment, ip }: Address) => `${environment} ${ip}`;

/** The hosts that have one of the names. In one order always, so that two who lock them do not wait for each other. */
export function selectHostsNamed(ctx: Pick<Context, "db">, names: readonly HostName[]) {
  const isNamed = inEnvironments(names, (some) =>
    isOneOf(
      hosts.hostname,
      some.map(({ hostname }) => hostname),
    ),
  );
  return ctx.db.select(hostColumns).from(hosts).where(isNamed).orderBy(hosts.id);
}

/** Which hosts have the addresses, of those that are not retired: only they keep an address from others. */
export function selectHoldersOf(ctx: Pick<Context, "db">, addresses: readonly Address[]) {
  const isWanted = inEnvironments(addresses, (some) =>
    isOneOf(
      hosts.ip,
      some.map(({ ip }) => ip),
    ),
  );
  return ctx.db
    .select({ id: hosts.id, hostname: hosts.hostname, environment: hosts.environment, ip: hosts.ip })
    .from(hosts)
    .where(and(isWanted, ne(hosts.status, "retired")));
}

function inEnvironments<T extends Pick<Host, "environment">>(rows: readonly T[], isAmong: (rows: T[]) => SQL): SQL {
  const each = [...Map.groupBy(rows, ({ environment }) => environment)].map(([environment, some]) =>
    and(eq(hosts.environment, environment), isAmong(some)),
  );
  return or(...each) ?? sql`false`;
}

/** Sent as one parameter, because one for each value costs several times as long. */
const isOneOf = (column: Column, values: readonly string[]): SQL =>
  sql`${column} = any(${sql.param(values, hosts.tags)}::text[]::${sql.raw(column.getSQLType())}[])`;
