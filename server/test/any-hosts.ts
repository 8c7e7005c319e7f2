import fc from "fast-check";
import { criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";
import { hosts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";

const moment = fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z", "2025-12-31T23:59:59.999Z");

/** Few different values, so that most hosts tie, and many have none. */
export const anyHost = fc.record({
  id: fc.uuid(),
  os: fc.constantFrom(...operatingSystems),
  criticality: fc.constantFrom(...criticalities),
  status: fc.constantFrom(...hostStatuses),
  fqdn: fc.constantFrom(null, "a.example", "b.example", "B.example"),
  team: fc.constantFrom(null, "Zürich", "core", "Core"),
  owner: fc.constantFrom(null, "a", "B", "é"),
  lastSeenAt: fc.option(moment),
  createdAt: moment,
  updatedAt: moment,
});
export type AnyHost = typeof anyHost extends fc.Arbitrary<infer T> ? T : never;

let last = 0;

/** What makes a host like no other. Names and addresses come three times each, once in every environment. */
export function nextIdentity() {
  const number = Math.floor(last / 3);
  const environment = environments[last++ % 3] ?? "dev";
  return { hostname: `web-${number}`, ip: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`, environment };
}

/** Adds hosts without events. */
export async function addHosts(ctx: Context, added: readonly AnyHost[]): Promise<void> {
  const fixed = { tags: [], connectionMethod: "teleport" as const, sshPort: 22, version: 1 };
  const rows = added.map((host) => ({ ...host, ...fixed, ...nextIdentity() }));
  if (rows.length === 0) return;
  await unaudited(ctx, "a test's own hosts", ({ db }) => db.insert(hosts).values(rows));
}
