import type { FastifyInstance } from "fastify";
import { permitted } from "@/server/api/permitted";
import { requestContext } from "@/server/api/request-context";
import { alertmanagerMessage } from "@/server/domain/alertmanager/schema";
import { receiveAlerts } from "@/server/domain/alerts/mutations";
import type { Environment } from "@/server/domain/context";
import type { Log } from "@/server/log";
import type { Metrics } from "@/server/metrics";

type Options = { log: Log; metrics: Metrics };

/**
 * `POST /api/v1/hooks/alertmanager`: a receiver of Alertmanager's. Whatever may succeed later is answered 5xx, because then it sends
 * the message again.
 */
export function registerHooks(app: FastifyInstance, environment: Environment, { log, metrics }: Options): void {
  app.post("/api/v1/hooks/alertmanager", async (request) => {
    const ctx = await permitted(requestContext(environment, request), "alerts.receive");
    const message = alertmanagerMessage.parse(request.body);
    const received = await receiveAlerts(ctx, message);
    metrics.alertsReceived.inc({ outcome: "new" }, received.created);
    metrics.alertsReceived.inc({ outcome: "changed" }, received.changed);
    metrics.alertsReceived.inc({ outcome: "repeated" }, received.repeated);
    if (received.truncated > 0) {
      metrics.alertsTruncated.inc(received.truncated);
      log.warn({ requestId: request.id, truncated: received.truncated }, "Alertmanager left alerts out");
    }
    return received;
  });
}
