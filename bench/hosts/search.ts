import { drizzle } from "drizzle-orm/postgres-js";
import { startServer } from "@/bench/desk/server";
import { type Effort, type Measurement, quantile } from "@/bench/measurement";
import { connect, type Db } from "@/db/connect";
import { cookieName } from "@/server/api/request-context";
import type { Context } from "@/server/domain/context";
import { listHosts } from "@/server/domain/hosts/queries";
import { listHosts as listInput } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";

/** What people look for: whole names and parts of them, addresses, owners, teams, tags, notes, two words, and what is not there. */
const terms = [
  ...["db-fra-p0042", "web-ams-s001", "kafka-iad-d017", "mac-build-syd-d003", "registry-nrt-p001.prod.example.net"],
  ...["db-fra", "gpu-", "edge-lhr-p", "web-", "p00", "dns-gru-s", "mac-build", ".stage.example", "example.net"],
  ...["10.0.14.7", "10.64.", "10.16.200.", "10.28.1.", "2001:db8:", "2001:db8:21::1f"],
  ...["a.nowak", "garcía", "g.chen", "é.dubois", "yılmaz", "kowalczyk"],
  ...["platform", "research", "workplace", "security"],
  ...["postgres-16", "h100", "wireguard", "pci", "xcode"],
  ...["temporary", "rma pending", "kernel driver", "db fra", "postgres-18 gdpr iad", "nowak web prod", "no-such-host"],
];

/** Each term once a pass. */
const passesOf = (samples: number) => Math.max(2, Math.round(samples / 200));

type Statement = { text: string; parameters: unknown[] };

/** The very statements of a search, as drizzle writes them. The hosts stay as they are, and so do the statements. */
async function recordSearch(ctx: Context, db: Db, q: string): Promise<Statement[]> {
  const statements: Statement[] = [];
  const logQuery = (text: string, parameters: unknown[]) => void statements.push({ text, parameters });
  const recording = drizzle(db.$client, { logger: { logQuery } }) as unknown as Db;
  await listHosts({ ...ctx, db: recording }, listInput.parse({ q }));
  return statements;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function run({ rounds, samples, hostsDatabase, signal, say }: Effort) {
  const database = await hostsDatabase();
  const { serverPoolSize: poolSize, timeouts } = numbers.database;
  const { db, close } = connect(database.serverUrl, { poolSize, applicationName: "opsdesk-measure", ...timeouts });
  await using closing = new AsyncDisposableStack();
  closing.defer(() => close());
  await using server = await startServer(database, signal);
  const headers = { cookie: `${cookieName}=${database.secret}` };
  const search = async (q: string) => {
    const response = await fetch(`${server.url}/api/v1/hosts?${new URLSearchParams({ q })}`, { headers });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`The search for ${q} answered ${response.status}: ${text}`);
  };
  const sendBare = async (statements: readonly Statement[]) => {
    for (const { text, parameters } of statements)
      await db.$client.unsafe(text, parameters as string[], { prepare: true });
  };
  const statements = new Map<string, Statement[]>();
  for (const q of terms) statements.set(q, await recordSearch(database.ctx, db, q));

  const [ratios, p95s, p50s] = [
    [] as number[],
    { ours: [] as number[], sql: [] as number[] },
    { ours: [] as number[], sql: [] as number[] },
  ];
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}`);
    const times = { ours: [] as number[], sql: [] as number[] };
    for (let pass = 0; pass < (round === 0 ? 1 : passesOf(samples)); pass++) {
      for (const [q, ofSearch] of statements) {
        signal.throwIfAborted();
        times.ours.push(await timed(() => search(q)));
        times.sql.push(await timed(() => sendBare(ofSearch)));
      }
    }
    if (round === 0) continue;
    for (const side of ["ours", "sql"] as const) {
      p95s[side].push(quantile(times[side], 0.95));
      p50s[side].push(quantile(times[side], 0.5));
    }
    ratios.push(quantile(times.ours, 0.95) / quantile(times.sql, 0.95));
  }
  return {
    values: ratios,
    details: [
      { name: "by REST, 95 of 100", unit: "ms", values: p95s.ours },
      { name: "its statements alone, 95 of 100", unit: "ms", values: p95s.sql },
      { name: "by REST, the middle", unit: "ms", values: p50s.ours },
      { name: "its statements alone, the middle", unit: "ms", values: p50s.sql },
    ],
  };
}

export const hostSearch: Measurement = {
  name: "hosts-search",
  title: "Search in a million hosts, 95 of 100, in times of the same SQL",
  limit: { atMost: 1.5 },
  unit: "",
  method:
    `GET /api/v1/hosts?q= for ${terms.length} terms by turns with the very statements that it sends, on the same driver: names and parts of ` +
    "them, addresses, owners, teams, tags, notes, several words, and what is not there.",
  run,
};
