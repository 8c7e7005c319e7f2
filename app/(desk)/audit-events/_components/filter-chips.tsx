"use client";

import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { shortId } from "@/app/_lib/short-id";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import classes from "./filter-chips.module.css";
import { type Filters, noFilters } from "./list-state";

type Props = {
  state: Filters;
  /** The events shown, which know the names behind the ids. */
  events: readonly AuditEventItem[];
  change: (filters: Partial<Filters>) => void;
};

/** What narrows the log down, each to be taken away. */
export function FilterChips({ state, events, change }: Props) {
  return (
    <>
      <ul className={classes.chips} aria-label="Filters">
        {chipsOf(state, events).map(({ label, value, removes }) => (
          <li key={label} className={classes.chip}>
            {label} is <strong>{value}</strong>
            <button
              type="button"
              className={classes.remove}
              aria-label={`Remove the filter ${label}`}
              onClick={() => change(Object.fromEntries(removes.map((name) => [name, null])))}
            >
              <IconX size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="subtle" onClick={() => change(noFilters)}>
        Clear
      </Button>
    </>
  );
}

type Chip = { label: string; value: string; removes: (keyof Filters)[] };

/** The type and the id of a subject are one filter for people. */
function chipsOf(state: Filters, events: readonly AuditEventItem[]): Chip[] {
  const actor = events.find(({ actor: { id } }) => id === state.actor)?.actor.label;
  const subject = events.find(({ subject: { id } }) => id === state.subjectId)?.subject.label;
  const subjectValue = subject ?? (state.subjectId === null ? state.subjectType : shortId(state.subjectId));
  const chips: (Omit<Chip, "value"> & { value: string | null })[] = [
    { label: "Actor", value: state.actor && (actor ?? shortId(state.actor)), removes: ["actor"] },
    { label: "Action", value: state.action, removes: ["action"] },
    { label: "Subject", value: subjectValue, removes: ["subjectType", "subjectId"] },
    { label: "Request", value: state.requestId && shortId(state.requestId), removes: ["requestId"] },
    { label: "Batch", value: state.batchId && shortId(state.batchId), removes: ["batchId"] },
  ];
  return chips.filter((chip): chip is Chip => chip.value !== null);
}
