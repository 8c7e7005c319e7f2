import { type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, index, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { address, bytes, instant } from "@/db/columns";
import { actorKinds } from "@/db/enums";

type Told = Record<"actorLabel" | "action" | "subjectLabel" | "reason" | "before" | "after", AnyPgColumn>;

/** What a search in the log reads: labels, action, reason, and the values before and after. Not kept, only indexed. */
export const searchTextOf = ({ actorLabel, action, subjectLabel, reason, before, after }: Told): SQL =>
  sql`audit_search_text(${actorLabel}, ${action}, ${subjectLabel}, ${reason}, ${before}, ${after})`;

export const actorKind = pgEnum("actor_kind", actorKinds);

/**
 * Who did what to which subject. In its final form from the first migration, because rows are never rewritten: partitioned by
 * month, without foreign keys (an event outlives its subject, so it carries the labels as they were), with triggers that
 * refuse UPDATE, DELETE and TRUNCATE. `canonical` holds the RFC 8785 bytes that the audit tree hashes.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: uuid().notNull(),
    occurredAt: instant("occurred_at").notNull(),
    actorKind: actorKind("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorLabel: text("actor_label").notNull(),
    action: text().notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id"),
    subjectLabel: text("subject_label").notNull(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    reason: text(),
    ip: address(),
    userAgent: text("user_agent"),
    requestId: text("request_id").notNull(),
    batchId: uuid("batch_id"),
    canonical: bytes().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.occurredAt, table.id] }),
    index("audit_events_id").on(table.id),
    // What the log is filtered by, each with the key that orders it: a page is then found, not sorted, however deep it lies.
    index("audit_events_actor").on(table.actorId, table.occurredAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    // Of system and anonymous, who have no id.
    index("audit_events_by_actor_kind").on(table.actorKind, table.occurredAt, table.id).where(sql`actor_id is null`),
    index("audit_events_by_action").on(table.action, table.occurredAt, table.id),
    index("audit_events_by_subject_type").on(table.subjectType, table.occurredAt, table.id),
    index("audit_events_by_subject").on(table.subjectId, table.occurredAt, table.id),
    index("audit_events_by_ip").on(table.ip, table.occurredAt, table.id),
    index("audit_events_by_request").on(table.requestId, table.occurredAt, table.id),
    index("audit_events_by_batch").on(table.batchId, table.occurredAt, table.id).where(sql`batch_id is not null`),
    // What happened to the inventory lately, told once for a change of many hosts: by the event that stands for its batch.
    index("audit_events_inventory")
      .on(table.occurredAt, table.id)
      .where(sql`subject_type in ('host', 'import', 'bulk-edit') and (batch_id is null or subject_type <> 'host')`),
    index("audit_events_search").using("gin", sql`${searchTextOf(table)} gin_trgm_ops`),
  ],
);
