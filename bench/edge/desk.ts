import type { BenchDatabase } from "@/bench/desk/database";
import { type BenchServer, startServer } from "@/bench/desk/server";
import { startEdge } from "@/nginx/start";
import { claimPortNear } from "@/scripts/launch/ports";
import { localUrl } from "@/scripts/launch/settings";
import { registerHost } from "@/server/domain/hosts/mutations";
import { registerHost as hostInput } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";

const countServers = 3;
const countHosts = 50;

export interface EdgeDesk extends AsyncDisposable {
  /** The servers, without nginx. */
  servers: readonly BenchServer[];
  /** All of them, through nginx. */
  url: string;
  /** What nginx said of itself. */
  errors: () => string;
}

const liftedRate = { perSecond: 100_000, burst: 10_000 };
/** As many requests as anybody likes, but no more connections than an address has. */
const lifted = { ...numbers.edge, api: liftedRate, pages: liftedRate };

/** Starts three servers over a database with a few hosts, and nginx in front of them, without limits of rates. */
export async function startEdgeDesk(database: BenchDatabase, signal: AbortSignal): Promise<EdgeDesk> {
  await addHosts(database);
  await using undo = new AsyncDisposableStack();
  const environment = { TRUSTED_PROXIES: "127.0.0.1", LIMIT_READS: "0", LIMIT_CHANGES: "0" };
  const servers: BenchServer[] = [];
  for (let replica = 0; replica < countServers; replica++) {
    servers.push(undo.use(await startServer(database, signal, { replica, environment })));
  }
  const addresses = servers.map(({ url }) => new URL(url).host);
  const port = await claimPortNear(0, "127.0.0.1");
  const edge = undo.use(
    await startEdge({ servers: addresses, pages: addresses, httpListen: [`127.0.0.1:${port}`] }, lifted),
  );
  const kept = undo.move();
  return {
    servers,
    url: localUrl("127.0.0.1", port),
    errors: edge.errors,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function addHosts({ ctx }: BenchDatabase): Promise<void> {
  for (let number = 1; number <= countHosts; number++) {
    const input = { hostname: `bench-${number}`, ip: `10.0.0.${number}`, os: "linux", environment: "prod" };
    await registerHost(ctx, hostInput.parse(input));
  }
}
