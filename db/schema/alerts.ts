import { bigint, index, jsonb, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";
import { alertStatuses, severities } from "@/db/enums";
import { hosts } from "./hosts";

export const alertStatus = pgEnum("alert_status", alertStatuses);
export const severity = pgEnum("severity", severities);

/**
 * What Alertmanager told of. Its fingerprint stands for the labels, and with the moment at which the alert began it names one
 * alert: one that fires again later begins anew.
 */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid().primaryKey(),
    fingerprint: text().notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at"),
    status: alertStatus().notNull(),
    name: text().notNull(),
    severity: severity().notNull(),
    summary: text(),
    description: text(),
    runbookUrl: text("runbook_url"),
    generatorUrl: text("generator_url"),
    labels: jsonb().$type<Record<string, string>>().notNull(),
    annotations: jsonb().$type<Record<string, string>>().notNull(),
    /** The host that the labels name, as the inventory was when the alert came. */
    hostId: uuid("host_id").references(() => hosts.id, { onDelete: "set null" }),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedById: text("acknowledged_by_id"),
    acknowledgedByLabel: text("acknowledged_by_label"),
    acknowledgement: text(),
    version: bigint({ mode: "number" }).notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    unique("alerts_fingerprint_starts_at").on(table.fingerprint, table.startsAt),
    index("alerts_by_starts_at").on(table.startsAt, table.id),
    index("alerts_by_status").on(table.status, table.startsAt, table.id),
    index("alerts_by_host").on(table.hostId, table.startsAt, table.id),
  ],
);
