import { createHash } from "node:crypto";
import { alertmanagerMessage } from "@/server/domain/alertmanager/schema";
import { acknowledgeAlert, receiveAlerts } from "@/server/domain/alerts/mutations";
import { listAlerts } from "@/server/domain/alerts/queries";
import type { Context } from "@/server/domain/context";

const minute = 60_000;

type Told = { labels: Record<string, string>; annotations: Record<string, string>; began: number; ended?: number };

/** What Prometheus raised lately, by minutes ago. */
const told = (heroName: string): Told[] => [
  {
    labels: { alertname: "PostgresReplicationLag", severity: "critical", instance: `${heroName}:9187`, env: "prod" },
    annotations: {
      summary: `${heroName} is 94 s ahead of its standby`,
      description: "The standby has been more than 60 s behind for 5 minutes. A fail-over now would lose orders.",
      runbook_url: "https://runbooks.example.net/postgres-replication-lag",
    },
    began: 18,
  },
  {
    labels: { alertname: "HostDiskWillFill", severity: "warning", instance: `${heroName}:9100`, env: "prod" },
    annotations: { summary: "/var/lib/postgresql is full in 9 hours at this pace" },
    began: 64,
  },
  {
    labels: {
      alertname: "CertificateEndsSoon",
      severity: "warning",
      instance: "https://mail.example.net",
      job: "blackbox",
    },
    annotations: { summary: "The certificate of mail.example.net ends in 11 days" },
    began: 1_300,
  },
  {
    labels: { alertname: "PackagesOutdated", severity: "info", instance: "mail-gru-p004:9100", env: "prod" },
    annotations: { summary: "14 security updates wait" },
    began: 700,
  },
  {
    labels: { alertname: "HostDown", severity: "critical", instance: `${heroName}:9100`, env: "prod" },
    annotations: { summary: `${heroName} does not answer` },
    began: 5 * 60,
    ended: 4 * 60 + 40,
  },
];

type Tellers = { alertmanager: Context; onCall: Context };

/** Alerts as Alertmanager tells of them, one of which somebody looks after. */
export async function tellAlerts({ alertmanager, onCall }: Tellers, heroName: string): Promise<void> {
  const now = onCall.now().getTime();
  const ago = (minutes: number) => new Date(now - minutes * minute).toISOString();
  const actor = { ...alertmanager.actor, kind: "api_token" as const, label: "alertmanager" };
  for (const { labels, annotations, began, ended } of told(heroName)) {
    const fingerprint = createHash("sha256").update(JSON.stringify(labels)).digest("hex").slice(0, 16);
    const end = ended === undefined ? { status: "firing" } : { status: "resolved", endsAt: ago(ended) };
    const alert = { labels, annotations, fingerprint, startsAt: ago(began), ...end };
    await receiveAlerts({ ...alertmanager, actor }, alertmanagerMessage.parse({ version: "4", alerts: [alert] }));
  }
  const { items } = await listAlerts(onCall, { q: "HostDiskWillFill", limit: 1 });
  for (const { id } of items) await acknowledgeAlert(onCall, { id, note: "Old WAL is being moved away, OPS-4127" });
}
