"use client";

import { ActionIcon } from "@mantine/core";
import { type Icon, IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { RelativeTime } from "@/app/_components/relative-time";
import { exactTime } from "@/app/_lib/time";
import { Sentence } from "@/app/(desk)/_components/sentence";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { ChangedFields } from "./changed-fields";
import classes from "./event-detail.module.css";
import { EventOrigin } from "./event-origin";
import type { EventSteps } from "./use-event-steps";

type Props = { event: AuditEventItem; steps: EventSteps; close: () => void };

/** One event in full: who did what and when, what changed field by field, and where it came from. */
export function EventDetail({ event, steps, close }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each event that is opened is read out from its beginning
  useEffect(() => heading.current?.focus(), [event.id]);
  return (
    <>
      <div className={classes.head}>
        <div className={classes.line}>
          <code className={classes.code}>{event.action}</code>
          <Tool label="Previous event" icon={IconChevronUp} act={steps.previous} />
          <Tool label="Next event" icon={IconChevronDown} act={steps.next} />
          <Tool label="Close the event" icon={IconX} act={close} />
        </div>
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

function Tool({ label, icon: Shape, act }: { label: string; icon: Icon; act: (() => void) | undefined }) {
  return (
    <ActionIcon size={28} className={classes.tool} aria-label={label} disabled={act === undefined} onClick={act}>
      <Shape size={16} aria-hidden />
    </ActionIcon>
  );
}
