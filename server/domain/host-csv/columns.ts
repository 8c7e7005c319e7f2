import { invalid } from "@/server/domain/errors";
import type { RegisterHost } from "@/server/domain/hosts/schema";
import { shortened } from "@/server/domain/text/shortened";

/** The columns of hosts as CSV, in the order of an export, and the fields that they hold. */
export const fieldOf = {
  hostname: "hostname",
  ip: "ip",
  fqdn: "fqdn",
  os: "os",
  environment: "environment",
  owner: "owner",
  team: "team",
  criticality: "criticality",
  status: "status",
  tags: "tags",
  notes: "notes",
  connection_method: "connectionMethod",
  ssh_user: "sshUser",
  ssh_port: "sshPort",
  bastion_host: "bastionHost",
  bastion_port: "bastionPort",
} as const satisfies Record<string, keyof RegisterHost>;

export type Column = keyof typeof fieldOf;

export const columns = Object.keys(fieldOf) as Column[];
const requiredColumns = ["hostname", "ip", "os", "environment"] as const satisfies Column[];

/**
 * The columns that the header of a file names, in its order. Throws `invalid` naming every one that is required and missing,
 * unknown, or there more than once.
 */
export function readHeader(cells: readonly string[]): Column[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const missing = requiredColumns.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !isColumn(name)).map((name) => shortened(name) || "(no name)");
  const repeated = columns.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const errors = [
    ...missing.map((path) => ({ path, message: "This column is required." })),
    ...unknown.map((path) => ({ path, message: "There is no such column." })),
    ...repeated.map((path) => ({ path, message: "This column is there more than once." })),
  ];
  if (errors.length === 0) return names as Column[];
  const faults = Object.entries({ missing, unknown, repeated })
    .filter(([, faulty]) => faulty.length > 0)
    .map(([fault, faulty]) => `${fault}: ${faulty.join(", ")}`);
  throw invalid(`The columns are not right (${faults.join("; ")}). The known ones are ${columns.join(", ")}.`, errors);
}

function isColumn(name: string): name is Column {
  return Object.hasOwn(fieldOf, name);
}
