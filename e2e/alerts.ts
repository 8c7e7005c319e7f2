import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { callApi } from "./people";

type Texts = Record<string, string>;

/** An alert as Alertmanager sends it, of labels that no other alert has. */
export function sentAlert(labels: Texts, annotations: Texts = {}) {
  return {
    status: "firing",
    labels: { ...labels, test: randomUUID() },
    annotations,
    startsAt: new Date().toISOString(),
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "http://prometheus.example/graph",
    fingerprint: randomUUID().replaceAll("-", "").slice(0, 16),
  };
}

type SentAlert = ReturnType<typeof sentAlert>;

/** The same alert, when it is over. */
export const ended = (alert: SentAlert): SentAlert => ({
  ...alert,
  status: "resolved",
  endsAt: new Date(Date.parse(alert.startsAt) + 60_000).toISOString(),
});

/** Tells the desk of alerts as Alertmanager does, but as whoever is signed in on a page. */
export async function tellAlerts(page: Page, alerts: readonly SentAlert[]): Promise<void> {
  const message = { version: "4", groupKey: "{}", receiver: "opsdesk", truncatedAlerts: 0, alerts };
  await callApi(page, "POST", "/api/v1/hooks/alertmanager", message);
}
