import type { Problem } from "@/app/_lib/problem";
import type { Host } from "@/server/domain/hosts/schema";

/** What a refusal as stale says of the hosts that were sent: those that have changed, as they are now, and those that are gone. */
export function staleHosts({ current, errors }: Problem, sent: readonly Host[]) {
  const newer = Array.isArray(current) ? (current as Host[]) : [];
  const named = errors.flatMap(({ path }) => sent[Number(/^hosts\.(\d+)$/.exec(path)?.[1])] ?? []);
  return { newer, gone: named.filter(({ id }) => !newer.some((host) => host.id === id)) };
}
