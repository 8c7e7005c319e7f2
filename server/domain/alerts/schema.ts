import * as z from "zod";
import { alertStatuses, environments, severities } from "@/db/enums";
import { historyItem } from "@/server/domain/audit-events/schema";
import { listInput } from "@/server/domain/lists/schema";
import { numbers } from "@/server/domain/numbers";
import { optional, paragraphs } from "@/server/domain/text/schema";

const instant = z.iso
  .datetime("A time in UTC, such as 2026-01-31T00:00:00Z.")
  .refine((value) => !value.startsWith("0000"), "There is no year 0.");

/** One of several values; a query string repeats the parameter. */
const anyOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(
      z.enum(values, { error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(values)}.` }),
      "Not a list.",
    )
    .min(1, "Name at least one.")
    .max(values.length, `At most ${values.length}.`)
    .optional();

/** Which alerts. Each filter narrows the others down; of its values, any is enough. */
export const alertFilter = z.strictObject({
  /** Words that stand anywhere in the name, the texts and the labels. */
  q: listInput.shape.q,
  status: anyOf(alertStatuses),
  severity: anyOf(severities),
  hostId: z.uuid().optional(),
  acknowledged: z.boolean("True or false.").optional(),
  /** The first moment of a range of time in which alerts began. */
  from: instant.optional(),
  /** The moment at which that range has ended. */
  to: instant.optional(),
});

export const listAlerts = alertFilter.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
});

export const alertReference = z.strictObject({ id: z.uuid() });

/** Asks for the history of one alert, the newest event first. */
export const alertHistory = alertReference.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
});

/** Says that somebody looks after an alert, and what is known of it. */
export const acknowledgeAlert = alertReference.extend({
  note: optional(paragraphs(numbers.alerts.maxNoteLength)).default(null),
});

const alertHost = z.object({ id: z.uuid(), hostname: z.string(), environment: z.enum(environments) });

/** An alert as the API gives it. */
export const alert = z.object({
  id: z.uuid(),
  name: z.string(),
  status: z.enum(alertStatuses),
  severity: z.enum(severities),
  startsAt: z.iso.datetime(),
  /** Null while it fires. */
  endsAt: z.iso.datetime().nullable(),
  summary: z.string().nullable(),
  description: z.string().nullable(),
  runbookUrl: z.string().nullable(),
  /** The query that raised it, in Prometheus. */
  generatorUrl: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  fingerprint: z.string(),
  /** The host that its labels named when it came; null where they named none, or several. */
  host: alertHost.nullable(),
  acknowledgement: z
    .object({ acknowledgedAt: z.iso.datetime(), acknowledgedBy: z.string(), note: z.string().nullable() })
    .nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** An alert with the hosts that its labels name now, where it belongs to none. */
export const alertDetail = alert.extend({ possibleHosts: z.array(alertHost) });

/** What fires, and what Alertmanager left out of its last messages. */
export const alertSummary = z.object({
  firing: z.array(z.object({ severity: z.enum(severities), isAcknowledged: z.boolean(), count: z.int() })),
  /** The first of what fires: the worst first, of these the newest. */
  worst: z.array(alert),
  /** The last message of this day that did not tell of all alerts, or null. */
  leftOut: z.object({ count: z.int(), receivedAt: z.iso.datetime() }).nullable(),
});

/** What changed on the host of an alert in the hour before it began, newest first; nothing where it has no host. */
export const changesBefore = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  items: z.array(historyItem),
});

/** What became of a message. */
export const receivedAlerts = z.object({
  received: z.int(),
  created: z.int(),
  changed: z.int(),
  repeated: z.int(),
  /** How many alerts Alertmanager says that it left out. */
  truncated: z.int(),
});

export type AlertFilter = z.infer<typeof alertFilter>;
export type ListAlerts = z.infer<typeof listAlerts>;
export type AlertHistory = z.infer<typeof alertHistory>;
export type AcknowledgeAlert = z.infer<typeof acknowledgeAlert>;
export type Alert = z.infer<typeof alert>;
export type AlertHost = z.infer<typeof alertHost>;
export type AlertDetail = z.infer<typeof alertDetail>;
export type AlertSummary = z.infer<typeof alertSummary>;
export type ChangesBefore = z.infer<typeof changesBefore>;
export type ReceivedAlerts = z.infer<typeof receivedAlerts>;
