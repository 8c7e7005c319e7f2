import { tmpdir } from "node:os";
import { buildMetricsServer } from "./api/metrics-server";
import { buildServer } from "./api/server";
import { readSettings, refuseExcessRights, startProcess } from "./boot";
import { build } from "./build";
import { directoryStore } from "./domain/blob-store/directory";
import { numbers } from "./domain/numbers";
import { startExchange } from "./domain/request-limits/exchange";
import { RequestLimits } from "./domain/request-limits/request-limits";
import { serverSettings } from "./env";
import { watchDisk } from "./machine-metrics";
import { createMetrics } from "./metrics";

const settings = readSettings(serverSettings);
const { log, metrics, isDraining, closeLater, hints, environment, readiness } = startProcess("server", settings, {
  poolSize: numbers.database.serverPoolSize,
  createMetrics,
});
watchDisk(metrics.registry, settings.DATA_DIR ?? tmpdir());
const metricsServer = buildMetricsServer({ registry: metrics.registry, readiness, isDraining });
closeLater(() => metricsServer.close());

const mebibyte = 1_048_576;
const limits = new RequestLimits({ changes: settings.LIMIT_CHANGES, reads: settings.LIMIT_READS });
const exchange = startExchange(environment, limits, (error) => {
  metrics.databaseErrors.inc();
  log.warn({ error }, "requests are counted by this server alone");
});
closeLater(exchange.close);

const server = await buildServer({
  environment,
  log,
  metrics,
  isDraining,
  hints,
  limits,
  publicUrl: settings.PUBLIC_URL,
  webUrl: settings.WEB_URL,
  trustedProxies: settings.TRUSTED_PROXIES,
  maxImportBytes: settings.MAX_IMPORT_SIZE_MB * mebibyte,
  artifacts: {
    store: directoryStore(settings.ARTIFACT_DIR),
    maxBytes: settings.MAX_ARTIFACT_SIZE_MB * mebibyte,
    quotas: {
      perUserBytes: settings.ARTIFACT_QUOTA_PER_USER_MB * mebibyte,
      totalBytes: settings.ARTIFACT_QUOTA_TOTAL_MB * mebibyte,
    },
    isSentByNginx: settings.NGINX_SENDS_ARTIFACTS,
  },
});
closeLater(() => server.close());

await metricsServer.listen({ host: settings.METRICS_HOST, port: settings.METRICS_PORT });
await server.listen({ host: settings.HOST, port: settings.PORT });
log.info({ ...build, host: settings.HOST, port: settings.PORT, metricsPort: settings.METRICS_PORT }, "listening");
const { ARTIFACT_DIR: directory } = settings;
log.info({ directory }, "artifacts are kept in this directory, which all servers and workers must share");
await refuseExcessRights(environment.db);
