"use client";

import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { RelativeTime } from "@/app/_components/relative-time";
import { exactTime } from "@/app/_lib/time";
import { Sentence } from "@/app/(desk)/_components/sentence";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { ChangedFields } from "./changed-fields";
import classes from "./event-detail.module.css";
import { EventOrigin } from "./event-origin";

/** One event in full: who did what and when, what changed field by field, and where it came from. */
export function EventDetail({ event, close }: { event: AuditEventItem; close: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each event that is opened is read out from its beginning
  useEffect(() => heading.current?.focus(), [event.id]);
  return (
    <>
      <div className={classes.head}>
        <code className={classes.code}>{event.action}</code>
        <ActionIcon size={28} onClick={close} aria-label="Close the event" className={classes.close}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          {event.actor.label} <Sentence event={event} />
        </h2>
        <p className={classes.time}>
          {exactTime(event.occurredAt)}, <RelativeTime at={event.occurredAt} />
        </p>
      </div>
      <ChangedFields event={event} />
      <EventOrigin event={event} />
    </>
  );
}
