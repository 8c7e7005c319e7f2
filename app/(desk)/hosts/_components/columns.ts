import type { HostSort } from "@/server/domain/hosts/schema";

type Column = { label: string; sort?: HostSort; minWidthPixels: number };

/** The columns that the list can show, as they stand. One without `sort` cannot be sorted by. */
const columns = {
  hostname: { label: "Hostname", sort: "hostname", minWidthPixels: 156 },
  fqdn: { label: "FQDN", sort: "fqdn", minWidthPixels: 200 },
  ip: { label: "IP", sort: "ip", minWidthPixels: 128 },
  environment: { label: "Environment", sort: "environment", minWidthPixels: 98 },
  criticality: { label: "Criticality", sort: "criticality", minWidthPixels: 88 },
  os: { label: "OS", sort: "os", minWidthPixels: 84 },
  team: { label: "Team", sort: "team", minWidthPixels: 84 },
  owner: { label: "Owner", sort: "owner", minWidthPixels: 88 },
  tags: { label: "Tags", minWidthPixels: 132 },
  status: { label: "Status", sort: "status", minWidthPixels: 108 },
  connection: { label: "Connection", minWidthPixels: 124 },
  lastSeen: { label: "Last seen", sort: "lastSeenAt", minWidthPixels: 104 },
  registered: { label: "Registered", sort: "createdAt", minWidthPixels: 112 },
  changed: { label: "Changed", sort: "updatedAt", minWidthPixels: 104 },
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof columns;

export const columnNames = Object.keys(columns) as ColumnName[];

export const columnOf = (name: ColumnName): Column => columns[name];

export const defaultColumns: readonly ColumnName[] = [
  "hostname",
  "ip",
  "environment",
  "criticality",
  "os",
  "team",
  "owner",
  "tags",
  "status",
  "changed",
];

/** The columns that somebody chose, as they stand in the list. The hostname is always there: it names the row. */
export function shownColumns(chosen: readonly ColumnName[]): ColumnName[] {
  return columnNames.filter((name) => name === "hostname" || chosen.includes(name));
}
