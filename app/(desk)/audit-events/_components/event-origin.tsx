import Link from "next/link";
import { Copy } from "@/app/_components/copy";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import classes from "./event-detail.module.css";
import { SubjectLink } from "./subject-link";

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
        <dt />
        <dd>
          <Link href={`/audit-events?requestId=${encodeURIComponent(requestId)}`}>Show all of this request</Link>
        </dd>
        {batchId !== null && (
          <>
            <dt>Batch</dt>
            <dd className={classes.copied}>
              <code>{batchId}</code>
              <Copy value={batchId} what="batch id" />
            </dd>
            <dt />
            <dd>
              <Link href={`/audit-events?batchId=${batchId}`}>Show all of this batch</Link>
            </dd>
          </>
        )}
        <dt>Actor</dt>
        <dd>
          <Link href={`/audit-events?actor=${actor.id ?? actor.kind}`}>Show all by {actor.label}</Link>
        </dd>
        {subject.id !== null && (
          <>
            <dt>Subject</dt>
            <dd className={classes.ways}>
              <Link href={`/audit-events?subjectType=${subject.type}&subjectId=${encodeURIComponent(subject.id)}`}>
                Show all of {subject.label}
              </Link>
              <SubjectLink subject={subject} />
            </dd>
          </>
        )}
        <dt>Address</dt>
        <dd className={classes.copied}>
          {ip === null ? "none" : <Link href={`/audit-events?ip=${encodeURIComponent(ip)}`}>{ip}</Link>}
          {ip !== null && <Copy value={ip} what="address" />}
        </dd>
        <dt>Agent</dt>
        <dd>{userAgent ?? "none"}</dd>
      </dl>
    </section>
  );
}
