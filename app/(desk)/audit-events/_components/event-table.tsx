"use client";

import { useNow } from "@/app/_components/clock";
import table from "@/app/_components/table.module.css";
import { dayHeading } from "@/app/_lib/time";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { EventRow } from "./event-row";
import classes from "./event-table.module.css";

type Props = {
  events: readonly AuditEventItem[];
  openId: string | null;
  open: (id: string) => void;
  isBusy: boolean;
};

/** A page of the log: what happened in sentences, day by day. */
export function EventTable({ events, openId, open, isBusy }: Props) {
  const now = useNow();
  const days = Map.groupBy(events, ({ occurredAt }) => dayHeading(occurredAt, now));
  return (
    <table className={`${table.table} ${classes.events}`} aria-label="Audit events" aria-busy={isBusy}>
      <thead>
        <tr>
          <th scope="col" className={classes.time}>
            Time
          </th>
          <th scope="col" className={classes.actor}>
            Actor
          </th>
          <th scope="col" className={classes.what}>
            What happened
          </th>
          <th scope="col" className={classes.address}>
            IP
          </th>
          <th scope="col" className={classes.request}>
            Request
          </th>
        </tr>
      </thead>
      {[...days].map(([day, eventsOfDay]) => (
        <tbody key={day}>
          <tr className={classes.day}>
            <th scope="rowgroup" colSpan={5}>
              {day}
            </th>
          </tr>
          {eventsOfDay.map((event) => (
            <EventRow key={event.id} event={event} isOpen={event.id === openId} open={() => open(event.id)} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
