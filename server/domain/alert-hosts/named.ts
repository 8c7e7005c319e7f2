import type { Environment, HostStatus } from "@/db/enums";
import { canonicalAddress } from "@/server/domain/addresses/schema";

/** What of a host the labels of an alert may name. */
export type NameableHost = {
  id: string;
  hostname: string;
  fqdn: string | null;
  ip: string;
  environment: Environment;
  status: HostStatus;
};

type Labels = Record<string, string>;

/** The labels that say where something is, the most telling first. */
const places = ["hostname", "host", "instance"];

/** What teams write in the label `environment` or `env`. */
const environmentNames = new Map<string, Environment>([
  ["prod", "prod"],
  ["production", "prod"],
  ["stage", "stage"],
  ["staging", "stage"],
  ["dev", "dev"],
  ["development", "dev"],
]);

/** The names and addresses that labels may name a host by, in the order in which they are believed. */
export function placesIn(labels: Labels): string[] {
  const named = places.flatMap((label) => labels[label] ?? []).map(withoutPort);
  return [...new Set(named)].filter((place) => place !== "");
}

/** `web-1:9100`, `[fd00::1]:9100` and `https://web-1/health` are at web-1 or fd00::1; addresses are spelled as PostgreSQL does. */
function withoutPort(value: string): string {
  const text = value.trim().toLowerCase();
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:\/\//, "").replace(/[/?#].*$/s, "");
  const bare = canonicalAddress(authority) ? authority : authority.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return canonicalAddress(bare) ?? bare.replace(/\.$/, "");
}

/**
 * The hosts that labels name: one where they are clear, several where they are not. The label for the environment decides between
 * equal names, a host in service goes before retired ones, and what one label leaves open another may say.
 */
export function namedHosts<Host extends NameableHost>(labels: Labels, hosts: readonly Host[]): Host[] {
  const environment = environmentNames.get((labels.environment ?? labels.env ?? "").trim().toLowerCase());
  const candidates = placesIn(labels)
    .map((place) => hosts.filter((host) => isAt(host, place)))
    .map((found) => found.filter((host) => environment === undefined || host.environment === environment))
    .map(inService)
    .filter((found) => found.length > 0);
  return candidates.find((found) => found.length === 1) ?? candidates[0] ?? [];
}

const isAt = ({ hostname, fqdn, ip }: NameableHost, place: string) =>
  hostname === place || fqdn === place || ip === place;

function inService<Host extends NameableHost>(found: Host[]): Host[] {
  const serving = found.filter(({ status }) => status !== "retired");
  return serving.length > 0 ? serving : found;
}
