"use client";

import { Button } from "@mantine/core";
import { EmptyList } from "@/app/_components/empty-list";
import { useCan } from "@/app/(desk)/_components/profile";
import type { HostFilter } from "@/server/domain/hosts/schema";
import { HostActions } from "./host-actions";

type Props = { filter: HostFilter; isFirst: boolean; showAll: () => void };

/** An empty list, and what to do about it. */
export function NoHosts({ filter: { q, ...filters }, isFirst, showAll }: Props) {
  const canWrite = useCan("hosts.write");
  const all = <Button onClick={showAll}>Show all hosts</Button>;
  if (!isFirst) {
    return (
      <EmptyList title="No more hosts" actions={all}>
        What stood on this page is gone.
      </EmptyList>
    );
  }
  if (Object.keys(filters).length > 0) {
    return (
      <EmptyList
        title={q === undefined ? "No host matches these filters" : `No host matches “${q}” and these filters`}
        actions={all}
      >
        Take a filter away above, or show all hosts.
      </EmptyList>
    );
  }
  if (q !== undefined) {
    return (
      <EmptyList title={`No host matches “${q}”`} actions={all}>
        The search looks at names, addresses, owners, teams, tags and notes.
      </EmptyList>
    );
  }
  return (
    <EmptyList title="No hosts yet" actions={<HostActions />}>
      {canWrite
        ? "Register one, or import a CSV file: drop it anywhere on this page."
        : "Operators and admins register or import them."}
    </EmptyList>
  );
}
