import * as z from "zod";
import { alertStatuses } from "@/db/enums";
import { numbers } from "@/server/domain/numbers";

/** RFC 3339, as Go writes it, with up to nine digits of a second: kept in milliseconds, in years that PostgreSQL has. */
const instant = z.iso
  .datetime({ offset: true, error: "A time such as 2026-01-31T00:00:00Z." })
  .transform((value, ctx) => {
    const moment = new Date(value);
    const year = moment.getUTCFullYear();
    if (year >= 1 && year <= 9_999) return moment.toISOString();
    ctx.addIssue({ code: "custom", message: "Not a time of the years 1 to 9999." });
    return z.NEVER;
  });

const texts = z.record(z.string(), z.string("Not a text."), "Not an object of texts.");

const alert = z.object({
  status: z.enum(alertStatuses, "Use firing or resolved."),
  labels: texts,
  annotations: texts.default({}),
  startsAt: instant,
  /** Of one that fires, Alertmanager says the year 1. */
  endsAt: instant.optional(),
  generatorURL: z.string("Not a text.").default(""),
  fingerprint: z
    .string("Not a text.")
    .regex(/^[\w.:-]{1,128}$/, "1 to 128 letters, digits, dots, colons, hyphens and underscores."),
});

/** What Alertmanager sends to a webhook. Fields that are not known are passed over, because other versions of it have more. */
export const alertmanagerMessage = z.object({
  version: z.literal("4", "Only version 4 of Alertmanager's webhook is known."),
  receiver: z.string("Not a text.").default(""),
  truncatedAlerts: z.int("Not a whole number.").min(0, "Not less than 0.").default(0),
  alerts: z
    .array(alert, "Not a list.")
    .max(numbers.alerts.maxPerMessage, `At most ${numbers.alerts.maxPerMessage} alerts in one message.`),
});

export type AlertmanagerMessage = z.infer<typeof alertmanagerMessage>;
export type AlertmanagerAlert = z.infer<typeof alert>;
