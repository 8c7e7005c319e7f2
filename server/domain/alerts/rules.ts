import canonicalize from "canonicalize";
import type { AlertStatus, Severity } from "@/db/enums";
import type { AuditEvent } from "@/server/domain/audit/record";

/** What a message tells of an alert beside what names it: these follow the messages, all else stays as it first came. */
export type AlertState = {
  status: AlertStatus;
  endsAt: string | null;
  summary: string | null;
  description: string | null;
  runbookUrl: string | null;
  generatorUrl: string | null;
  annotations: Record<string, string>;
};

/** An alert as a message tells of it. */
export type ToldAlert = AlertState & {
  fingerprint: string;
  startsAt: string;
  name: string;
  severity: Severity;
  labels: Record<string, string>;
};

/** What makes two messages tell of one alert: the labels, which the fingerprint stands for, and when it began. */
export const identityOf = ({ fingerprint, startsAt }: Pick<ToldAlert, "fingerprint" | "startsAt">) =>
  `${fingerprint} ${startsAt}`;

/**
 * An alert after a message more, whatever the order in which messages come: one that has ended stays so, until the latest end that
 * was told. Its texts are those of that end. While it fires, they are the last that came: messages do not say when they were sent.
 * Gives the very same object where the message tells nothing new.
 */
export function merge<State extends AlertState>(known: State, told: AlertState): State {
  if (rank(known, told) > 0 || textOf(known) === textOf(told)) return known;
  const { status, endsAt, summary, description, runbookUrl, generatorUrl, annotations } = told;
  return { ...known, status, endsAt, summary, description, runbookUrl, generatorUrl, annotations };
}

/** Above 0 where the first prevails, and below where the second does. What was told last prevails among those that fire. */
function rank(one: AlertState, other: AlertState): number {
  if (one.status !== other.status) return one.status === "resolved" ? 1 : -1;
  if (one.status === "firing") return -1;
  if (one.endsAt !== other.endsAt) return (one.endsAt ?? "") > (other.endsAt ?? "") ? 1 : -1;
  return textOf(one) > textOf(other) ? 1 : -1;
}

/** All that may change, as one text, in which the order of annotations does not matter. */
const textOf = ({ status, endsAt, summary, description, runbookUrl, generatorUrl, annotations }: AlertState) =>
  canonicalize({ status, endsAt, summary, description, runbookUrl, generatorUrl, annotations }) ?? "";

/** The alerts of a message, each once, in one order for all messages, so that two that write the same do not wait for each other. */
export function distinct(told: readonly ToldAlert[]): ToldAlert[] {
  const byIdentity = new Map<string, ToldAlert>();
  for (const alert of told) {
    const known = byIdentity.get(identityOf(alert));
    byIdentity.set(identityOf(alert), known ? merge(known, alert) : alert);
  }
  const sorted = [...byIdentity].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, alert]) => alert);
}

/** How the log names an alert. */
export const subjectOf = ({ id, name }: { id: string; name: string }) => ({ type: "alert", id, label: name });

type Named = { id: string; name: string };
type Began = Named & Pick<ToldAlert, "severity" | "startsAt" | "endsAt" | "status" | "labels">;

/** What is said of an alert that came for the first time. One that had ended by then has both its events. */
export function eventsOfNew(alert: Began, host: string | null): AuditEvent[] {
  const { severity, startsAt, labels } = alert;
  const after = { status: "firing", severity, startsAt, labels, host };
  const fired: AuditEvent = { action: "alert.fired", subject: subjectOf(alert), after };
  return alert.status === "resolved" ? [fired, resolved(alert)] : [fired];
}

/** What is said of an alert that a message changed: that it has ended, if it had not before. */
export function eventsOfChange(before: AlertState, after: AlertState & Named): AuditEvent[] {
  return before.status === "firing" && after.status === "resolved" ? [resolved(after)] : [];
}

const resolved = (alert: Named & Pick<AlertState, "endsAt">): AuditEvent => ({
  action: "alert.resolved",
  subject: subjectOf(alert),
  before: { status: "firing", endsAt: null },
  after: { status: "resolved", endsAt: alert.endsAt },
});
