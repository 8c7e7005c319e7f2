import { type SQL, sql } from "drizzle-orm";
import { bigint, index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { address, instant } from "@/db/columns";
import { connectionMethods, criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";

export const operatingSystem = pgEnum("operating_system", operatingSystems);
export const environment = pgEnum("environment", environments);
export const criticality = pgEnum("criticality", criticalities);
export const hostStatus = pgEnum("host_status", hostStatuses);
export const connectionMethod = pgEnum("connection_method", connectionMethods);

/**
 * The machines that the team runs. Unique, by deferrable constraints that the migration adds (drizzle cannot say them): the
 * hostname within its environment, and the ip within its environment among hosts that are not retired. Checked at the end of
 * a statement, they let one statement swap names and addresses.
 */
export const hosts = pgTable(
  "hosts",
  {
    id: uuid().primaryKey(),
    hostname: text().notNull(),
    fqdn: text(),
    ip: address().notNull(),
    os: operatingSystem().notNull(),
    environment: environment().notNull(),
    criticality: criticality().notNull(),
    status: hostStatus().notNull(),
    owner: text(),
    team: text(),
    tags: text().array().notNull(),
    notes: text(),
    connectionMethod: connectionMethod("connection_method").notNull(),
    sshUser: text("ssh_user"),
    sshPort: integer("ssh_port").notNull(),
    sshTemplate: text("ssh_template"),
    bastionHost: text("bastion_host"),
    bastionPort: integer("bastion_port"),
    lastSeenAt: instant("last_seen_at"),
    version: bigint({ mode: "number" }).notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** When anybody or anything last had to do with it: changed or seen. */
    touchedAt: instant("touched_at").generatedAlwaysAs((): SQL => sql`greatest(updated_at, last_seen_at)`),
    searchText: text("search_text")
      .notNull()
      .generatedAlwaysAs((): SQL => sql`hosts_search_text(hostname, fqdn, ip, owner, team, notes, tags)`),
  },
  (table) => [
    index("hosts_environment_criticality").on(table.environment, table.criticality),
    index("hosts_search_text").using("gin", table.searchText.op("gin_trgm_ops")),
    index("hosts_tags").using("gin", table.tags),
    // What the dashboard counts, without a look at the table itself.
    index("hosts_by_kind").on(table.environment, table.criticality, table.os, table.status),
    index("hosts_by_touched_at").on(table.touchedAt, table.status),
    // What the list may be sorted by, each with the id that breaks ties: a page is then found, not sorted, however deep it lies.
    index("hosts_by_hostname").on(table.hostname, table.id),
    index("hosts_by_fqdn").on(table.fqdn, table.id),
    index("hosts_by_ip").on(table.ip, table.id),
    index("hosts_by_environment").on(table.environment, table.id),
    index("hosts_by_criticality").on(table.criticality, table.id),
    index("hosts_by_os").on(table.os, table.id),
    index("hosts_by_status").on(table.status, table.id),
    index("hosts_by_owner").on(table.owner, table.id),
    index("hosts_by_team").on(table.team, table.id),
    index("hosts_by_last_seen_at").on(table.lastSeenAt, table.id),
    index("hosts_by_created_at").on(table.createdAt, table.id),
    index("hosts_by_updated_at").on(table.updatedAt, table.id),
  ],
);
