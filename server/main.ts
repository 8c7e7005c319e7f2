import { connect } from "@/db/connect";
import { buildMetricsServer } from "./api/metrics-server";
import { buildServer } from "./api/server";
import { readSettings, refuseExcessRights } from "./boot";
import { build } from "./build";
import { systemContext } from "./domain/context";
import { openHintChannel } from "./domain/hints/channel";
import { deriveKeys } from "./domain/keys/derive";
import { numbers } from "./domain/numbers";
import { createReadiness } from "./domain/readiness/readiness";
import { serverSettings } from "./env";
import { createLog } from "./log";
import { createMetrics } from "./metrics";
import { stopOnSignal } from "./stopping";

const settings = readSettings(serverSettings);
const log = createLog(settings.LOG_LEVEL, "server");
const metrics = createMetrics();
const { isDraining, closeLater } = stopOnSignal(log, settings.DRAIN_WAIT_SECONDS);

const { serverPoolSize: poolSize, timeouts } = numbers.database;
const { db, close } = connect(settings.DATABASE_URL, { poolSize, applicationName: "opsdesk-server", ...timeouts });
closeLater(close);

const hints = openHintChannel(db, (error) => log.warn({ error }, "hints were lost"));
closeLater(hints.close);

const keys = deriveKeys(settings.OPSDESK_MASTER_KEY, settings.OPSDESK_PREVIOUS_MASTER_KEY);
const environment = { db, keys, now: () => new Date(), announce: hints.announce };
const readiness = createReadiness(systemContext(environment, "readiness"));
const metricsServer = buildMetricsServer({ registry: metrics.registry, readiness, isDraining });
closeLater(() => metricsServer.close());

const server = await buildServer({
  environment,
  log,
  metrics,
  isDraining,
  hints,
  publicUrl: settings.PUBLIC_URL,
  webUrl: settings.WEB_URL,
  trustedProxies: settings.TRUSTED_PROXIES,
  maxImportBytes: settings.MAX_IMPORT_SIZE_MB * 1_048_576,
});
closeLater(() => server.close());

await metricsServer.listen({ host: settings.METRICS_HOST, port: settings.METRICS_PORT });
await server.listen({ host: settings.HOST, port: settings.PORT });
log.info({ ...build, host: settings.HOST, port: settings.PORT, metricsPort: settings.METRICS_PORT }, "listening");
await refuseExcessRights(db);
