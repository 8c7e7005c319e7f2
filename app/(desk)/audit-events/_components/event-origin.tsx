import Link from "next/link";
import { Copy } from "@/app/_components/copy";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import classes from "./event-detail.module.css";

/** Where an event came from, with the ways to what belongs to it. */
export function EventOrigin({ event }: { event: AuditEventItem }) {
  const { actor, subject, requestId, batchId, ip, userAgent } = event;
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>Where it came from</h3>
      <dl className={classes.fields}>
        <dt>Request</dt>
        <dd className={classes.copied}>
          <code>{requestId}</code>
          <Copy value={requestId} what="request id" />
        </dd>
        {batchId !== null && (
          <>
            <dt>Batch</dt>
            <dd>
              <Link href={`/audit-events?batchId=${batchId}`}>Show all of this batch</Link>
            </dd>
          </>
        )}
        {actor.id !== null && (
          <>
            <dt>Actor</dt>
            <dd>
              <Link href={`/audit-events?actor=${actor.id}`}>Show all by {actor.label}</Link>
            </dd>
          </>
        )}
        {subject.id !== null && (
          <>
            <dt>Subject</dt>
            <dd>
              <Link href={`/audit-events?subjectType=${subject.type}&subjectId=${subject.id}`}>
                Show all of {subject.label}
              </Link>
            </dd>
          </>
        )}
        <dt>Address</dt>
        <dd className={classes.copied}>{ip === null ? "none" : <code>{ip}</code>}</dd>
        <dt>Agent</dt>
        <dd>{userAgent ?? "none"}</dd>
      </dl>
    </section>
  );
}
