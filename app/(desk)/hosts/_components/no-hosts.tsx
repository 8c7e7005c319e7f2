"use client";

import { Button } from "@mantine/core";
import { EmptyList } from "@/app/_components/empty-list";
import { useCan } from "@/app/(desk)/_components/profile";
import { HostActions } from "./host-actions";

type Props = { q: string | undefined; isFirst: boolean; showAll: () => void };

/** An empty list, and what to do about it. */
export function NoHosts({ q, isFirst, showAll }: Props) {
  const canWrite = useCan("hosts.write");
  const all = <Button onClick={showAll}>Show all hosts</Button>;
  if (q !== undefined) {
    return (
      <EmptyList title={`No host matches “${q}”`} actions={all}>
        The search looks at names, addresses, owners, teams, tags and notes.
      </EmptyList>
    );
  }
  if (!isFirst) {
    return (
      <EmptyList title="No more hosts" actions={all}>
        What stood on this page is gone.
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
