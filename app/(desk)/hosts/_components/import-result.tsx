"use client";

import { useEffect, useRef } from "react";
import { Counts } from "@/app/_components/counts";
import { LinkButton } from "@/app/_components/link-button";
import { RejectTable } from "@/app/_components/reject-table";
import { useCan } from "@/app/(desk)/_components/profile";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import classes from "./host-import.module.css";

/** What became of an import: four counts that add up to the file, what was left out, and where to look next. */
export function ImportResult({ result }: { result: HostImportResult }) {
  const canReadAudit = useCan("audit-events.read");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const counts = [
    { name: "Registered", count: result.created, note: "new hosts" },
    { name: "Changed", count: result.updated, note: "one event each" },
    { name: "Unchanged", count: result.unchanged, note: "nothing was written" },
    { name: "Rejected", count: result.rejectedCount, note: "left out, listed below", isBad: result.rejectedCount > 0 },
  ];
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className={classes.outcome}>
        The import is done
      </h2>
      <Counts counts={counts} />
      <div className={classes.next}>
        <LinkButton href="/hosts" variant="filled">
          Show the hosts
        </LinkButton>
        {canReadAudit && (
          <LinkButton href={`/audit-events?batchId=${result.batchId}`}>Show the events of this import</LinkButton>
        )}
      </div>
      {result.rejectedCount > 0 && <RejectTable rejects={result.rejected} recordCount={result.rejectedCount} />}
    </>
  );
}
