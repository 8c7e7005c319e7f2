import Link from "next/link";
import { Panel } from "@/app/_components/panel";
import { RelativeTime } from "@/app/_components/relative-time";
import { useCan } from "@/app/(desk)/_components/profile";
import { Sentence } from "@/app/(desk)/_components/sentence";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import { ChangeSummary } from "./change-summary";
import classes from "./changed-lately.module.css";
import { subjectPath } from "./subject-path";

/** The last changes of the inventory as sentences; a change of many hosts is one of them. */
export function ChangedLately({ changes }: { changes: readonly HistoryItem[] }) {
  const canReadAudit = useCan("audit-events.read");
  return (
    <Panel title="Changed lately" actions={canReadAudit && <Link href="/audit-events">Open in audit</Link>}>
      {changes.length === 0 && <p className={classes.none}>Nothing has changed in the last month.</p>}
      <ul className={classes.changes} aria-label="Changed lately">
        {changes.map((event) => (
          <li key={event.id} className={classes.change}>
            <RelativeTime at={event.occurredAt} exactSide="after" />
            <span className={classes.actor}>{event.actor.label}</span>
            <span className={classes.what}>
              <Sentence event={event}>
                <Subject event={event} canReadAudit={canReadAudit} />
              </Sentence>
              <ChangeSummary event={event} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Subject({ event, canReadAudit }: { event: HistoryItem; canReadAudit: boolean }) {
  const path = subjectPath(event, canReadAudit);
  if (path === undefined) return event.subject.label;
  return (
    <Link href={path} prefetch={false}>
      {event.subject.label}
    </Link>
  );
}
