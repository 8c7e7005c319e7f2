import { useEffect, useRef } from "react";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { EventDetail } from "./event-detail";
import classes from "./event-panel.module.css";
import { eventPanelId } from "./event-panel-id";
import type { EventSteps } from "./use-event-steps";

type Props = { event: AuditEventItem; steps: EventSteps; close: () => void };

/** The open event over the log: the browser's own dialog, which keeps the keyboard inside and gives it back in the end. */
export function EventDialog({ event, steps, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useShortcuts({ ...(steps.next && { j: steps.next }), ...(steps.previous && { k: steps.previous }) }, dialog);
  return (
    <dialog ref={dialog} id={eventPanelId} aria-label="Event" className={classes.dialog} onClose={close}>
      <EventDetail event={event} steps={steps} close={() => dialog.current?.close()} />
    </dialog>
  );
}
