import { environments } from "@/db/enums";
import type { Context } from "@/server/domain/context";
import type { Fault } from "@/server/domain/csv/faults";
import {
  addressOf,
  type HostName,
  nameOf,
  selectHoldersOf,
  selectHostsNamed,
} from "@/server/domain/host-rows/existing-hosts";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";
import { AddressClaims, type LostClaim } from "./address-claims";
import { type PlannedChange, plannedChange } from "./change";
import { chunksOf } from "./chunks";
import type { HostRecord } from "./record";
import { TextTable } from "./text-table";

/** What becomes of a record: it is left out for its faults, or its host is created (`seen` is 0), changed, or as it says. */
export type Finding = { record: number; line: number } & (
  | { faults: Fault[]; isStale: boolean }
  | { faults: null; seen: number; change: PlannedChange | null }
);

/** What a preview has shown: of each record the version that was seen, 0 for a new host, -1 for one that is left out. */
export type Shown = { seen: readonly number[]; at: string };

type Options = {
  /** Finds what differs from it, and passes over what it left out. */
  shown?: Shown | undefined;
  /** Whether hosts stay as they are until the transaction ends. */
  isHeld?: boolean;
};

/** A record without faults of its own. */
type SoundRecord = HostRecord & { host: RegisterHost };

/** What the records of a file have taken so far. Kept for every one of them, so it is names and addresses only. */
type Taken = Record<Host["environment"], { recordOf: TextTable; addresses: AddressClaims }>;

/**
 * Finds out what becomes of each record of a file when all are applied to the hosts as they are now, writing nothing. The last
 * findings tell who has lost an address to others, of records that were found good before.
 * A record that has faults of its own takes no address from others, but its name is taken: a later record of that name repeats it
 * all the same. Throws what reading the records throws.
 */
export async function* checkRecords(
  ctx: Pick<Context, "db">,
  records: AsyncIterable<HostRecord>,
  options: Options = {},
): AsyncGenerator<Finding[]> {
  const taken = Object.fromEntries(
    environments.map((environment) => [environment, { recordOf: new TextTable(), addresses: new AddressClaims() }]),
  ) as Taken;
  for await (const chunk of chunksOf(records, numbers.imports.chunkRows)) {
    yield checkChunk(ctx, chunk, taken, options);
  }
  for (const environment of environments) {
    const lost = taken[environment].addresses.lostClaims();
    yield lost.map((claim) => lostFinding(claim, environment, options));
  }
}

async function checkChunk(
  ctx: Pick<Context, "db">,
  chunk: readonly HostRecord[],
  taken: Taken,
  options: Options,
): Promise<Finding[]> {
  const judged = chunk.map((record) => ownFaults(record, taken, options));
  const sound = judged.filter((record) => "host" in record);
  const wanted = sound.map(({ host }) => host);
  const named = selectHostsNamed(ctx, wanted);
  const existing = new Map((await (options.isHeld ? named.for("update") : named)).map((host) => [nameOf(host), host]));
  const holders = new Map((await selectHoldersOf(ctx, wanted)).map((host) => [addressOf(host), host.hostname]));
  return judged.map((record) => {
    if (!("host" in record)) return record;
    const before = existing.get(nameOf(record.host));
    return (
      staleFinding(record, before, options.shown) ??
      claimAddress(record, before, holders.get(addressOf(record.host)), taken, options)
    );
  });
}

function ownFaults(record: HostRecord, taken: Taken, { shown }: Options): SoundRecord | Finding {
  const { host, name, faults } = record.reading;
  const place = { record: record.record, line: record.line };
  // What was wrong then is known already.
  if (shown && shown.seen[record.record - 1] === -1) return { ...place, faults: [], isStale: false };
  const earlier = name && recordNamed(name, record.record, taken);
  const repeated = earlier && {
    column: "hostname",
    value: record.shown("hostname"),
    reason: `repeats record ${earlier} in ${name.environment}`,
  };
  if (host && !repeated) return { ...record, host };
  return { ...place, faults: [...(repeated ? [repeated] : []), ...(faults ?? [])], isStale: false };
}

/** The earlier record of that name; where there is none, this one is it from now on. */
function recordNamed({ environment, hostname }: HostName, record: number, taken: Taken): string | undefined {
  const { recordOf } = taken[environment];
  const earlier = recordOf.get(hostname);
  if (earlier === undefined) recordOf.add(hostname, String(record));
  return earlier;
}

/** A host that is not the one that was shown; undefined for one that is. */
function staleFinding(record: SoundRecord, before: Host | undefined, shown: Shown | undefined): Finding | undefined {
  if (!shown) return undefined;
  const seen = shown.seen[record.record - 1];
  // One that was deleted and registered anew may have the version of its forerunner.
  if (before && before.version === seen && before.createdAt <= shown.at) return undefined;
  if (!before && seen === 0) return undefined;
  const what = !before ? "deleted" : seen === 0 ? "registered" : "changed";
  const fault = { column: "hostname", value: record.shown("hostname"), reason: `${what} since the preview` };
  return { record: record.record, line: record.line, faults: [fault], isStale: true };
}

function claimAddress(
  record: SoundRecord,
  before: Host | undefined,
  holder: string | undefined,
  taken: Taken,
  options: Options,
): Finding {
  const { environment, hostname, ip } = record.host;
  const { addresses } = taken[environment];
  const claimant = { hostname, record: record.record, line: record.line, value: record.shown("ip") };
  const isRetired = statusAfter(record, before) === "retired";
  const winner = isRetired ? undefined : addresses.claim(ip, claimant, holder);
  if (winner !== undefined) return lostFinding({ claimant, takenBy: winner }, environment, options);
  if (before && before.status !== "retired" && (isRetired || before.ip !== ip)) addresses.leave(hostname, before.ip);
  const change = plannedChange(record, record.host, before);
  return { record: record.record, line: record.line, faults: null, seen: before?.version ?? 0, change };
}

function statusAfter({ host, fields }: SoundRecord, before: Host | undefined): Host["status"] {
  return before && !fields.includes("status") ? before.status : host.status;
}

function lostFinding(
  { claimant: { record, line, value }, takenBy }: LostClaim,
  environment: Host["environment"],
  { shown }: Options,
): Finding {
  const reason = `taken by ${takenBy} in ${environment}${shown ? " since the preview" : ""}`;
  return { record, line, faults: [{ column: "ip", value, reason }], isStale: shown !== undefined };
}
