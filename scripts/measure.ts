import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { accessEnded } from "@/bench/access-ended";
import { sealLatency } from "@/bench/audit/seal-latency";
import { sealedWrite } from "@/bench/audit/sealed-write";
import { auditVerify } from "@/bench/audit/verify";
import { auditEventPages } from "@/bench/audit-events";
import { auditedWrite } from "@/bench/audited-write";
import { shareHostsDatabase } from "@/bench/desk/hosts-database";
import { edgeRate } from "@/bench/edge/rate";
import { slowClients } from "@/bench/edge/slow-clients";
import { forgedToken } from "@/bench/forged-token";
import { freshClone } from "@/bench/fresh-clone";
import { exportMemory, hostsExport } from "@/bench/host-files/export";
import { hostImport, hostPreview } from "@/bench/host-files/import";
import { importMemory } from "@/bench/host-files/import-memory";
import { deepPages } from "@/bench/hosts/deep-pages";
import { hostPage } from "@/bench/hosts/page";
import { hostRates } from "@/bench/hosts/rates";
import { hostSearch } from "@/bench/hosts/search";
import { idleMemory } from "@/bench/idle-memory";
import type { Effort, Measurement } from "@/bench/measurement";
import { metricsScrape, metricsSeries } from "@/bench/metrics-scrape";
import { procedureRate } from "@/bench/procedure-rate";
import { signInMemory, signInStorm } from "@/bench/sign-in-storm";
import { signInTiming } from "@/bench/sign-in-timing";
import { streamsClosed } from "@/bench/streams-closed";
import { warmStart } from "@/bench/warm-start";
import { buildWhenStale } from "./build/build";
import { print, secondsSince } from "./launch/progress";
import { describeMachine } from "./measure/machine";
import { measuredPage, type Result, summaryLine } from "./measure/page";

const all: readonly Measurement[] = [
  warmStart,
  freshClone,
  idleMemory,
  auditedWrite,
  procedureRate,
  ...hostRates,
  deepPages,
  hostSearch,
  ...hostPage,
  hostPreview,
  hostImport,
  importMemory,
  hostsExport,
  exportMemory,
  auditEventPages,
  sealedWrite,
  sealLatency,
  auditVerify,
  accessEnded,
  streamsClosed,
  signInStorm,
  signInMemory,
  signInTiming,
  forgedToken,
  metricsSeries,
  metricsScrape,
  edgeRate,
  slowClients,
];

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    hosts: { type: "string" },
  },
});
const names = all.map(({ name }) => name);
const unknown = options.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  print(`There is no measure ${unknown}, only ${names.join(", ")}.`);
  process.exit(1);
}

const shutdown = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => shutdown.abort());

const say = (progress: string) => print(`  ${progress}`);
const hosts = Number(options.hosts ?? (options.quick ? 20_000 : 1_000_000));
const hostsDatabase = shareHostsDatabase(hosts, say);
const effort: Effort = {
  ...(options.quick ? { rounds: 1, loadSeconds: 1, samples: 100 } : { rounds: 5, loadSeconds: 5, samples: 1_000 }),
  hosts,
  auditEvents: options.quick ? 200_000 : 10_000_000,
  hostsDatabase: hostsDatabase.open,
  signal: shutdown.signal,
  say,
};

/** One that fails stops no other. */
async function measure(measurement: Measurement): Promise<Result> {
  print(`\n━━ ${measurement.title} (${measurement.name})`);
  const startedAt = performance.now();
  const outcome = await measurement.run(effort).catch((error: unknown) => {
    shutdown.signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  });
  const result = { measurement, outcome };
  print(`  ${summaryLine(result)}, after ${secondsSince(startedAt)}`);
  return result;
}

async function measureAll(): Promise<Result[]> {
  await using _shared = hostsDatabase;
  await buildWhenStale(shutdown.signal);
  const results: Result[] = [];
  for (const measurement of all) {
    if (options.only?.includes(measurement.name) ?? true) results.push(await measure(measurement));
  }
  return results;
}

try {
  const machine = await describeMachine();
  const results = await measureAll();
  // A part, or a hasty look, does not replace what was measured in full.
  const path = options.only || options.quick || options.hosts ? "dist/measured.md" : "docs/measured.md";
  await writeFile(path, measuredPage(machine, results));
  print(`\nWritten to ${path}.`);
  process.exitCode = results.some(({ outcome }) => outcome instanceof Error) ? 1 : 0;
} catch (error) {
  if (!shutdown.signal.aborted) throw error;
  print("\nStopped before the end; nothing was written.");
  process.exitCode = 1;
}
