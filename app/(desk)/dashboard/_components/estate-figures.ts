import type { Host, HostSummary } from "@/server/domain/hosts/schema";

type Kind = HostSummary["counts"][number];
type Field = "environment" | "criticality" | "os" | "status";
export type Kinds = { [Name in Field]?: readonly Host[Name][] };

/** How many hosts there are of the kinds that are named; of a field that is not named, any. */
export function sumOf(counts: HostSummary["counts"], kinds: Kinds): number {
  const isMeant = (kind: Kind) =>
    (Object.keys(kinds) as Field[]).every((field) =>
      (kinds[field] as readonly string[] | undefined)?.includes(kind[field]),
    );
  return counts.filter(isMeant).reduce((sum, { count }) => sum + count, 0);
}

/** What runs: a host that is retired does not. */
export const running: readonly Host["status"][] = ["active", "maintenance"];
