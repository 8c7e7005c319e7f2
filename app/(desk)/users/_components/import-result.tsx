"use client";

import { useEffect, useRef } from "react";
import { Counts } from "@/app/_components/counts";
import { LinkButton } from "@/app/_components/link-button";
import { RejectTable } from "@/app/_components/reject-table";
import { useCan } from "@/app/(desk)/_components/profile";
import type { UserImportResult } from "@/server/domain/users/schema";
import { importCounts } from "./import-counts";
import { ImportedLinks } from "./imported-links";
import classes from "./user-import.module.css";

/** What became of an import: four counts that add up to the file, the links to hand over, and what was left out. */
export function ImportResult({ result }: { result: UserImportResult }) {
  const canReadAudit = useCan("audit-events.read");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { created, rejected, batchId } = result;
  const rejectedCount = new Set(rejected.map(({ record }) => record)).size;
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className={classes.outcome}>
        The import is done
      </h2>
      <Counts counts={importCounts(result, "were")} />
      {created.length > 0 && <ImportedLinks users={created} />}
      <div className={classes.actions}>
        <LinkButton href="/users">Show the users</LinkButton>
        {canReadAudit && batchId !== null && (
          <LinkButton href={`/audit-events?batchId=${batchId}`}>Show the events of this import</LinkButton>
        )}
      </div>
      {rejectedCount > 0 && <RejectTable rejects={rejected} recordCount={rejectedCount} />}
    </>
  );
}
