import { and, isNotNull, lt } from "drizzle-orm";
import { auditEvents } from "@/db/schema";
import { cookieName } from "@/server/api/request-context";
import { withinReach } from "@/server/domain/audit-events/rules";
import { type AuditEventFilter, auditEventFilter } from "@/server/domain/audit-events/schema";
import { matching } from "@/server/domain/audit-rows/matching";
import { newestFirst } from "@/server/domain/audit-rows/select";
import type { Context } from "@/server/domain/context";
import { encodeCursor } from "@/server/domain/lists/cursor";
import { orderOf } from "@/server/domain/lists/keyset";
import { startDatabase } from "./desk/database";
import { fillAuditEvents } from "./desk/fill-audit-events";
import { startServer } from "./desk/server";
import { type Effort, type Measurement, quantile } from "./measurement";

const actor = (number: number) => `01890000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const host = (number: number) => `01890000-0000-7000-9000-${String(number).padStart(12, "0")}`;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** By kind: what nearly everything matches, and what hardly anything does. */
function filtersOf(batchId: string): Record<string, AuditEventFilter[]> {
  return {
    "no filter": [{}],
    actor: [
      { actor: actor(0) },
      { actor: actor(60) },
      { actor: actor(119) },
      { actor: "anonymous" },
      { actor: "system" },
    ],
    action: [{ action: "host.updated" }, { action: "host.deleted" }, { action: "settings.updated" }],
    subject: [
      ...[{ subjectType: "host" }, { subjectType: "settings" }],
      ...[
        { subjectType: "host", subjectId: host(0) },
        { subjectType: "host", subjectId: host(59_000) },
      ],
      { subjectId: actor(7) },
    ],
    "range of time": [
      { from: daysAgo(7) },
      { to: daysAgo(100) },
      { from: daysAgo(90), to: daysAgo(89) },
      { from: daysAgo(90), to: daysAgo(60), actor: actor(30) },
    ],
    address: [{ ip: "10.0.0.0" }, { ip: "10.3.7.249" }],
    "request, batch": [{ requestId: batchId }, { batchId }],
    "two filters": [
      { actor: actor(0), action: "host.updated" },
      { actor: actor(119), action: "host.deleted" },
      { actor: actor(3), action: "settings.updated" },
      { ip: "10.0.0.0", subjectType: "permission" },
      { action: "host.retired", subjectType: "host", actor: actor(90) },
    ],
    text: [
      ...["fra-p", "team-7", "person-119@", "rack-77", "ops-4711", "web-fra-p059", "p031415", "no-such-thing"],
      ...["team-7 high", "hostname person-40@ retired", "settings.updated", "10.17."],
    ].map((q) => ({ q })),
    "text and a filter": [
      { q: "team-7", actor: actor(60) },
      { q: "rack-77", action: "host.registered" },
      { q: "web-fra-p0", from: daysAgo(80), to: daysAgo(60) },
    ],
  };
}

type Page = { kind: string; filter: AuditEventFilter; cursor?: string };

/** The first page of each filter, and the one of nine tenths further on, without walking there. */
export async function pagesOf({ db, keys, now }: Context): Promise<Page[]> {
  const [batch] = await db
    .select({ id: auditEvents.batchId })
    .from(auditEvents)
    .where(and(isNotNull(auditEvents.batchId), lt(auditEvents.occurredAt, daysAgo(60))))
    .limit(1);
  const pages: Page[] = [];
  for (const [kind, filters] of Object.entries(filtersOf(batch?.id ?? ""))) {
    for (const given of filters) {
      const filter = auditEventFilter.parse(given);
      const matches = matching(withinReach(filter, now()));
      pages.push({ kind, filter });
      const count = await db.$count(auditEvents, matches);
      const [last] = await db
        .select({ value: auditEvents.occurredAt, id: auditEvents.id })
        .from(auditEvents)
        .where(matches)
        .orderBy(...orderOf(newestFirst))
        .offset(Math.floor(count * 0.9))
        .limit(1);
      if (last) pages.push({ kind, filter, cursor: encodeCursor(keys.cursor, { list: "audit-events", filter }, last) });
    }
  }
  return pages;
}

const nameOf = ({ kind, cursor }: Page) => `${kind}, ${cursor ? "a deep page" : "the first page"}`;

/** Reads all pages several times by turns. Gives the milliseconds of each reading, by what the pages are filtered by. */
async function timePages(pages: readonly Page[], passes: number, read: (page: Page) => Promise<void>) {
  const times = new Map(pages.map((page) => [nameOf(page), [] as number[]]));
  for (let pass = 0; pass < passes; pass++) {
    for (const page of pages) {
      const startedAt = performance.now();
      await read(page);
      times.get(nameOf(page))?.push(performance.now() - startedAt);
    }
  }
  return times;
}

async function run({ rounds, samples, auditEvents: count, signal, say }: Effort) {
  await using database = await startDatabase();
  say(`filling a database with ${count} events`);
  await fillAuditEvents(database, count);
  await using server = await startServer(database, signal);
  const headers = { cookie: `${cookieName}=${database.secret}` };
  const read = async ({ filter, cursor }: Page) => {
    signal.throwIfAborted();
    const query = new URLSearchParams({ ...filter, ...(cursor && { cursor }) } as Record<string, string>);
    const response = await fetch(`${server.url}/api/v1/audit-events?${query}`, { headers });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`The log filtered by ${query} answered ${response.status}: ${text}`);
  };
  const pages = await pagesOf(database.ctx);
  const passes = Math.max(5, Math.round(samples / 40));
  const all: Map<string, number>[] = [];
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}: ${pages.length} pages`);
    const times = await timePages(pages, round === 0 ? 2 : passes, read);
    if (round > 0) all.push(new Map(Array.from(times, ([name, of]) => [name, quantile(of, 0.95)])));
  }
  return {
    values: all.map((p95s) => Math.max(...p95s.values())),
    details: [...new Set(pages.map(nameOf))].map((name) => ({
      name,
      unit: "ms",
      values: all.map((p95s) => p95s.get(name) ?? Number.NaN),
    })),
  };
}

export const auditEventPages: Measurement = {
  name: "audit-events",
  title: "A page of ten million audit events by any filter, 95 of 100",
  limit: { atMost: 100 },
  unit: "ms",
  method:
    "GET /api/v1/audit-events, one request at a time, over six months of events: no filter, and each filter and some pairs of them with what is " +
    "frequent and what is rare, the first page and the one that lies nine tenths further on; texts in their 31 days or the range given. The " +
    "worst p95 of what is filtered alike counts.",
  run,
};
