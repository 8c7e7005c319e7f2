"use client";

import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useRef } from "react";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { EventDetail } from "./event-detail";
import { EventDialog } from "./event-dialog";
import classes from "./event-panel.module.css";
import { eventPanelId } from "./event-panel-id";
import type { EventSteps } from "./use-event-steps";

type Props = { event: AuditEventItem | undefined; steps: EventSteps; close: () => void; children: ReactNode };

/** The log with the open event beside it, or over it where there is no room. */
export function EventPanel({ event, steps, close, children }: Props) {
  const isWide = useMediaQuery("(min-width: 75em)", true);
  const list = useRef<HTMLDivElement>(null);
  const closeBeside = () => {
    list.current?.querySelector<HTMLElement>("[aria-expanded='true']")?.focus();
    close();
  };
  return (
    <div className={classes.split} data-open={event !== undefined && isWide}>
      <div ref={list} className={classes.list}>
        {children}
      </div>
      {event && isWide && (
        <aside id={eventPanelId} className={classes.panel} aria-label="Event">
          <EventDetail event={event} steps={steps} close={closeBeside} />
        </aside>
      )}
      {event && !isWide && <EventDialog event={event} steps={steps} close={close} />}
    </div>
  );
}
