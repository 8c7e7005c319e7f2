import { collectDefaultMetrics, Histogram } from "prom-client";
import { auditNouns } from "@/server/domain/audit/nouns";
import type { Observer } from "@/server/domain/observer";
import { checks } from "@/server/domain/readiness/checks";
import type { Readiness } from "@/server/domain/readiness/readiness";
import { build } from "./build";
import { counter, gauge, ScrapedRegistry } from "./instruments";

/** What every process of OpsDesk tells. Labels come from closed lists, never from what a client sends. */
export function createProcessMetrics(sources: Sources = nothing) {
  const registry = new ScrapedRegistry();
  collectNodeMetrics(registry);
  gauge(registry, "opsdesk_build_info", "Which build this is; always 1.", ["version", "commit"]).set(
    { version: build.version, commit: build.commit },
    1,
  );
  watchProcess(registry, sources);
  const databaseErrors = counter(
    registry,
    "opsdesk_db_connection_errors_total",
    "Requests, jobs and exchanges of counts that the database could not serve.",
  );
  const auditEvents = counter(
    registry,
    "opsdesk_audit_events_total",
    "Audit events that were written, by the noun that their action begins with.",
    { noun: auditNouns },
  );
  const observer: Observer = { eventsRecorded: (noun, count) => auditEvents.inc({ noun }, count) };
  return { registry, databaseErrors, observer };
}

/** prom-client's own, but for what promtool refuses, and with all their series from the beginning. */
function collectNodeMetrics(registry: ScrapedRegistry): void {
  collectDefaultMetrics({ register: registry, prefix: "opsdesk_" });
  for (const name of ["handles", "requests", "resources"]) {
    registry.removeSingleMetric(`opsdesk_nodejs_active_${name}`);
    registry.removeSingleMetric(`opsdesk_nodejs_active_${name}_total`);
  }
  const collections = registry.getSingleMetric("opsdesk_nodejs_gc_duration_seconds");
  if (!(collections instanceof Histogram)) return;
  for (const kind of ["incremental", "major", "minor", "weakcb"]) collections.zero({ kind });
}

export type ProcessMetrics = ReturnType<typeof createProcessMetrics>;

export type Sources = {
  pool: { size: number; underWay: () => number };
  readiness: () => Promise<Readiness>;
  isDraining: () => boolean;
};

const unknown = { isOk: false };

/** Of a process that has none of it, such as one that only says what there is. */
const nothing: Sources = {
  pool: { size: 0, underWay: () => 0 },
  readiness: async () => ({ isReady: false, checks: { database: unknown, migrations: unknown, audit: unknown } }),
  isDraining: () => false,
};

/** Looks up, before each scrape, how its database and its readiness are. */
function watchProcess(registry: ScrapedRegistry, { pool, readiness, isDraining }: Sources): void {
  const inUse = gauge(registry, "opsdesk_db_pool_connections_in_use", "Connections to the database that are busy now.");
  const waiting = gauge(
    registry,
    "opsdesk_db_pool_waiting",
    "Statements and transactions that wait for a connection to the database, or share one.",
  );
  gauge(registry, "opsdesk_db_pool_size", "Connections to the database that there may be at once.").set(pool.size);
  const ready = gauge(
    registry,
    "opsdesk_ready",
    "1 where the process takes requests, 0 where it is not ready or stops.",
  );
  const readyCheck = gauge(registry, "opsdesk_ready_check", "1 for each check of readiness that is passed, else 0.", [
    "check",
  ]);
  for (const check of Object.keys(checks)) readyCheck.set({ check }, 0);
  registry.beforeScrape(() => {
    const underWay = pool.underWay();
    inUse.set(Math.min(underWay, pool.size));
    waiting.set(Math.max(0, underWay - pool.size));
  });
  registry.beforeScrape(async () => {
    const { isReady, checks: results } = await readiness();
    ready.set(isReady && !isDraining() ? 1 : 0);
    for (const [check, { isOk }] of Object.entries(results)) readyCheck.set({ check }, isOk ? 1 : 0);
  });
}
