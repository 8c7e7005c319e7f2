import { createHash } from "node:crypto";
import fc from "fast-check";
import type { AlertmanagerAlert, AlertmanagerMessage } from "@/server/domain/alertmanager/schema";

type Labels = Record<string, string>;
type Sent = Partial<Omit<AlertmanagerAlert, "labels">> & { labels?: Labels };

/** An alert as Alertmanager sends it, firing since noon unless told. */
export function sentAlert({ labels = { alertname: "DiskFull" }, ...rest }: Sent = {}): AlertmanagerAlert {
  const sorted = JSON.stringify(labels, Object.keys(labels).toSorted());
  const fingerprint = createHash("sha256").update(sorted).digest("hex").slice(0, 16);
  const startsAt = "2026-01-01T12:00:00.000Z";
  return { status: "firing", labels, annotations: {}, startsAt, generatorURL: "", fingerprint, ...rest };
}

export const messageOf = (...alerts: AlertmanagerAlert[]): AlertmanagerMessage => ({
  version: "4",
  receiver: "opsdesk",
  truncatedAlerts: 0,
  alerts,
});

const minute = (number: number) => `2026-01-01T12:${String(number).padStart(2, "0")}:00.000Z`;

/** Alerts of which few differ, so that most messages tell of one that was told before, and disagree about it. */
export const anySentAlert: fc.Arbitrary<AlertmanagerAlert> = fc
  .record({
    alertname: fc.constantFrom("DiskFull", "Down"),
    began: fc.integer({ min: 0, max: 2 }),
    lasted: fc.option(fc.integer({ min: 0, max: 3 })),
    summary: fc.constantFrom("90 %", "91 %", "92 %"),
  })
  .map(({ alertname, began, lasted, summary }) => {
    const end =
      lasted === null ? { status: "firing" as const } : { status: "resolved" as const, endsAt: minute(began + lasted) };
    return sentAlert({ labels: { alertname }, startsAt: minute(began), annotations: { summary }, ...end });
  });
