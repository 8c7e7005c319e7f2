import Link from "next/link";
import { FieldChanges } from "@/app/_components/field-changes";
import { RelativeTime } from "@/app/_components/relative-time";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import { useCan } from "./profile";
import { Sentence } from "./sentence";
import classes from "./subject-history.module.css";

type Props = {
  event: HistoryItem;
  /** What the sentence calls that which it happened to. */
  name: string;
};

/** One change: who did what and when, each field before and after, and why. What was set at first opens on demand. */
export function HistoryEntry({ event, name }: Props) {
  const { before, after, reason } = event;
  return (
    <li className={classes.entry}>
      <div className={classes.line}>
        <p className={classes.sentence}>
          <strong className={classes.actor}>{event.actor.label}</strong> <Sentence event={event}>{name}</Sentence>
        </p>
        <RelativeTime at={event.occurredAt} />
      </div>
      {before === null && after !== null ? (
        <details className={classes.first}>
          <summary>What was set</summary>
          <FieldChanges before={null} after={withoutEmpty(after)} reason={null} />
        </details>
      ) : (
        <FieldChanges before={before} after={after} reason={null} />
      )}
      <FieldChanges before={null} after={null} reason={reason} />
      {event.batchId !== null && <Batch id={event.batchId} isImport={event.action === "host.registered"} />}
    </li>
  );
}

const withoutEmpty = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );

/** Says that other hosts changed with this one, and leads those there who may read the log. */
function Batch({ id, isImport }: { id: string; isImport: boolean }) {
  const text = isImport ? "part of an import" : "part of an import or bulk edit";
  return (
    <p className={classes.batch}>
      {useCan("audit-events.read") ? <Link href={`/audit-events?batchId=${id}`}>{text}</Link> : text}
    </p>
  );
}
