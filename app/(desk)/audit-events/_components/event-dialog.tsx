import { useEffect, useRef } from "react";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { EventDetail } from "./event-detail";
import classes from "./event-panel.module.css";
import { eventPanelId } from "./event-panel-id";

/** The open event over the log: the browser's own dialog, which keeps the keyboard inside and gives it back in the end. */
export function EventDialog({ event, close }: { event: AuditEventItem; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} id={eventPanelId} aria-label="Event" className={classes.dialog} onClose={close}>
      <EventDetail event={event} close={() => dialog.current?.close()} />
    </dialog>
  );
}
