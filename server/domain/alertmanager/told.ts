import type { Severity } from "@/db/enums";
import type { ToldAlert } from "@/server/domain/alerts/rules";
import { numbers } from "@/server/domain/numbers";
import { directionControls } from "@/server/domain/text/schema";
import type { AlertmanagerAlert } from "./schema";

const { maxNameLength, maxLabels, maxLabelLength, maxAnnotationLength } = numbers.alerts;

/** What teams write in the label `severity`, and what it means here. */
const meanings = new Map<string, Severity>([
  ["critical", "critical"],
  ["page", "critical"],
  ["error", "critical"],
  ["warning", "warning"],
  ["warn", "warning"],
  ["info", "info"],
  ["informational", "info"],
]);

/**
 * What a message tells of an alert, as it is kept. Nobody would send a refused alert again, so what is wrong with its texts is
 * mended and to be seen: too long ones end in "…", and of too many labels the rest is counted.
 */
export function toldAlert(sent: AlertmanagerAlert): ToldAlert {
  const labels = kept(sent.labels, maxLabelLength);
  const annotations = kept(sent.annotations, maxAnnotationLength);
  const { startsAt, status, fingerprint } = sent;
  return {
    ...{ fingerprint, startsAt, status, labels, annotations },
    endsAt: status === "firing" ? null : endOf(sent),
    name: clean(sent.labels.alertname ?? "", maxNameLength) || "Alert without a name",
    severity: meanings.get(sent.labels.severity?.trim().toLowerCase() ?? "") ?? "none",
    summary: textIn(sent.annotations, "summary", "title"),
    description: textIn(sent.annotations, "description", "message"),
    runbookUrl: webLink(sent.annotations.runbook_url ?? sent.annotations.runbook ?? ""),
    generatorUrl: webLink(sent.generatorURL),
  };
}

/** No alert ends before it began, whatever the clocks said. */
const endOf = ({ startsAt, endsAt }: AlertmanagerAlert) =>
  endsAt === undefined || endsAt < startsAt ? startsAt : endsAt;

function textIn(annotations: Record<string, string>, ...names: string[]): string | null {
  const found = names.map((name) => clean(annotations[name] ?? "", maxAnnotationLength));
  return found.find((text) => text !== "") ?? null;
}

/** A link that a page may show, or null: a `javascript:` one would run in it. */
function webLink(text: string): string | null {
  const url = URL.parse(text.trim());
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  return isWeb && url.href.length <= maxAnnotationLength ? url.href : null;
}

function kept(texts: Record<string, string>, maxLength: number): Record<string, string> {
  const all = Object.entries(texts).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const some = all
    .slice(0, maxLabels)
    .map(([name, value]): [string, string] => [clean(name, maxLabelLength), clean(value, maxLength)]);
  const rest = all.length - some.length;
  return Object.fromEntries<string>(rest > 0 ? [...some, ["…", `and ${rest} more`]] : some);
}

const unwanted = new RegExp(`[^\\P{Cc}\\n\\t]|[${directionControls}]`, "gu");

/** Without what a terminal would obey, PostgreSQL refuses or turns writing around, and cut where it is too long. */
function clean(text: string, maxLength: number): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return short.toWellFormed().replaceAll(unwanted, "\uFFFD").trim();
}
