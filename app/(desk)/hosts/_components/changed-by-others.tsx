import { Button } from "@mantine/core";
import { ProblemNotice } from "@/app/_components/problem-notice";
import type { Problem } from "@/app/_lib/problem";
import type { Host } from "@/server/domain/hosts/schema";
import { staleHosts } from "./stale-hosts";

type Props = {
  problem: Problem;
  hosts: readonly Host[];
  readAgain: (newer: readonly Host[], gone: readonly Host[]) => void;
};

/** Tells of a change of several hosts that came too late for some: which they are, and the way out. */
export function ChangedByOthers({ problem, hosts, readAgain }: Props) {
  const { newer, gone } = staleHosts(problem, hosts);
  return (
    <ProblemNotice problem={problem}>
      {newer.length > 0 && <p>Changed: {namesOf(newer)}.</p>}
      {gone.length > 0 && <p>Gone: {namesOf(gone)}.</p>}
      <Button variant="default" mt={8} onClick={() => readAgain(newer, gone)}>
        Read them again
      </Button>
    </ProblemNotice>
  );
}

const maxNames = 10;

function namesOf(hosts: readonly Host[]): string {
  const names = hosts.slice(0, maxNames).map(({ hostname }) => hostname);
  const rest = hosts.length - names.length;
  return new Intl.ListFormat("en").format(rest > 0 ? [...names, `${rest} more`] : names);
}
