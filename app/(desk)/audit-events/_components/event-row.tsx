import { RelativeTime } from "@/app/_components/relative-time";
import { shortId } from "@/app/_lib/short-id";
import { Sentence } from "@/app/(desk)/_components/sentence";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { eventPanelId } from "./event-panel-id";
import classes from "./event-table.module.css";

type Props = { event: AuditEventItem; isOpen: boolean; open: () => void };

/** One event in one line, which opens it. On a phone its actor and time stand in a second line. */
export function EventRow({ event, isOpen, open }: Props) {
  return (
    <tr data-id={event.id} data-open={isOpen} className={classes.row}>
      <td className={classes.time}>
        <RelativeTime at={event.occurredAt} exactSide="after" />
      </td>
      <td className={classes.actor}>{event.actor.label}</td>
      <td className={classes.what}>
        <button
          type="button"
          className={classes.open}
          aria-expanded={isOpen}
          aria-controls={eventPanelId}
          onClick={open}
        >
          <Sentence event={event} />
        </button>
        <code className={classes.code}>{event.action}</code>
        <span className={classes.onPhone}>
          <RelativeTime at={event.occurredAt} exactSide="after" /> · {event.actor.label}
        </span>
      </td>
      <td className={classes.address}>
        <code>{event.ip}</code>
      </td>
      <td className={classes.request}>
        <code>{shortId(event.requestId)}</code>
      </td>
    </tr>
  );
}
