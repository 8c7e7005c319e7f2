import { environments } from "@/db/enums";
import type { Context } from "@/server/domain/context";
import type { CsvSource } from "@/server/domain/csv/records";
import {
  addressOf,
  type HostName,
  nameOf,
  selectHoldersOf,
  selectHostsNamed,
} from "@/server/domain/host-rows/existing-hosts";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";
import { shortened } from "@/server/domain/text/shortened";
import { AddressClaims } from "./address-claims";
import { chunksOf } from "./chunks";
import type { Column } from "./columns";
import { Rejects } from "./rejects";
import { type Row, readRows } from "./rows";

/** A record without faults of its own. */
type SoundRow = Row & { host: RegisterHost };

/** What the records of a file have taken so far. Kept for every one of them, so it is names and addresses only. */
type Taken = Record<Host["environment"], { recordOf: Map<string, number>; addresses: AddressClaims }>;

/**
 * Finds every record of a file that cannot be applied to the hosts as they are now, writing nothing. A record that has faults
 * of its own takes no address from others, but its name is taken: a later record of that name repeats it all the same.
 * Throws `invalid` for a file that cannot be read.
 */
export async function checkFile(ctx: Context, source: CsvSource): Promise<Rejects> {
  const rejects = new Rejects();
  const taken = Object.fromEntries(
    environments.map((environment) => [environment, { recordOf: new Map(), addresses: new AddressClaims() }]),
  ) as Taken;
  for await (const rows of chunksOf(soundRows(source, taken, rejects), numbers.imports.chunkRows)) {
    await claimAddresses(ctx, rows, taken, rejects);
  }
  for (const environment of environments) {
    for (const { claimant, takenBy } of taken[environment].addresses.lostClaims()) {
      rejects.add(claimant, [takenFault(claimant.value, takenBy, environment)]);
    }
  }
  return rejects;
}

async function* soundRows(source: CsvSource, taken: Taken, rejects: Rejects): AsyncGenerator<SoundRow> {
  for await (const row of readRows(source)) {
    const { host, name, faults } = row.reading;
    const earlier = name && recordNamed(name, row.record, taken);
    const repeated = earlier && {
      column: "hostname" as const,
      value: shownCell(row, "hostname"),
      reason: `repeats record ${earlier} in ${name.environment}`,
    };
    if (host && !repeated) yield { ...row, host };
    else rejects.add(row, [...(repeated ? [repeated] : []), ...(faults ?? [])]);
  }
}

/** The earlier record of that name; where there is none, this one is it from now on. */
function recordNamed({ environment, hostname }: HostName, record: number, taken: Taken): number | undefined {
  const { recordOf } = taken[environment];
  const earlier = recordOf.get(hostname);
  if (earlier === undefined) recordOf.set(hostname, record);
  return earlier;
}

async function claimAddresses(ctx: Context, rows: SoundRow[], taken: Taken, rejects: Rejects): Promise<void> {
  const wanted = rows.map(({ host }) => host);
  const existing = new Map((await selectHostsNamed(ctx, wanted)).map((host) => [nameOf(host), host]));
  const holders = new Map((await selectHoldersOf(ctx, wanted)).map((host) => [addressOf(host), host.hostname]));
  for (const row of rows) {
    const { environment, hostname, ip } = row.host;
    const { addresses } = taken[environment];
    const before = existing.get(nameOf(row.host));
    const value = shownCell(row, "ip");
    const claimant = { hostname, record: row.record, line: row.line, value };
    const isRetired = statusAfter(row, before) === "retired";
    const winner = isRetired ? undefined : addresses.claim(ip, claimant, holders.get(addressOf(row.host)));
    if (winner !== undefined) rejects.add(row, [takenFault(value, winner, environment)]);
    else if (before && before.status !== "retired" && (isRetired || before.ip !== ip))
      addresses.leave(hostname, before.ip);
  }
}

function statusAfter({ host, columns }: SoundRow, before: Host | undefined): Host["status"] {
  return before && !columns.includes("status") ? before.status : host.status;
}

function takenFault(value: string, hostname: string, environment: Host["environment"]) {
  return { column: "ip" as const, value, reason: `taken by ${hostname} in ${environment}` };
}

function shownCell({ columns, cells }: Row, column: Column): string {
  return shortened(cells[columns.indexOf(column)] ?? "");
}
