import type { HostSort } from "@/server/domain/hosts/schema";

/** The columns of the list, as they stand. One without `sort` cannot be sorted by. */
export const columns: readonly { name: string; label: string; sort?: HostSort }[] = [
  { name: "hostname", label: "Hostname", sort: "hostname" },
  { name: "ip", label: "IP", sort: "ip" },
  { name: "environment", label: "Environment", sort: "environment" },
  { name: "criticality", label: "Criticality", sort: "criticality" },
  { name: "os", label: "OS", sort: "os" },
  { name: "team", label: "Team", sort: "team" },
  { name: "owner", label: "Owner", sort: "owner" },
  { name: "tags", label: "Tags" },
  { name: "status", label: "Status", sort: "status" },
  { name: "changed", label: "Changed", sort: "updatedAt" },
];
