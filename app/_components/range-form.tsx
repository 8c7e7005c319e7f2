"use client";

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { numbers } from "@/server/domain/numbers";
import { FilterForm } from "./filter-form";
import type { Range } from "./filter-text";
import classes from "./range-form.module.css";

type Props = Range & { choose: (range: Range) => void };

const presets = [
  { label: "Today", days: 1 },
  { label: "7 days", days: 7 },
  { label: `${numbers.audit.textSearchDays} days`, days: numbers.audit.textSearchDays },
];

/** Asks since when and until when, in UTC. */
export function RangeForm({ from, to, choose }: Props) {
  const [typed, setTyped] = useState({ from: withoutZone(from), to: withoutZone(to) });
  const isBackwards = typed.from !== "" && typed.to !== "" && typed.from >= typed.to;
  const submit = () => {
    if (!isBackwards) choose({ from: withZone(typed.from), to: withZone(typed.to) });
  };
  return (
    <FilterForm submit={submit} submitLabel="Show this range">
      <div className={classes.presets}>
        {presets.map(({ label, days }, index) => (
          <Button
            key={label}
            variant="default"
            autoFocus={index === 0}
            onClick={() => choose({ from: startOfDay(days - 1), to: null })}
          >
            {label}
          </Button>
        ))}
      </div>
      <TextInput
        type="datetime-local"
        step={1}
        label="From, UTC"
        value={typed.from}
        onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        step={1}
        label="To, UTC"
        description="This moment is not in it."
        error={isBackwards ? "This is not after the beginning." : undefined}
        value={typed.to}
        onChange={(event) => setTyped({ ...typed, to: event.currentTarget.value })}
      />
    </FilterForm>
  );
}

/** The first moment of the day, in UTC, that is so many days ago. */
function startOfDay(daysAgo: number): string {
  return `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
}

/** What the field takes. */
const withoutZone = (iso: string | null) => (iso === null ? "" : iso.slice(0, 19));

/** What the field gives leaves out seconds, and thousandths, that are zero. */
function withZone(local: string): string | null {
  if (local === "") return null;
  const [date = "", time = ""] = local.split("T");
  const seconds = time.length === 5 ? `${time}:00` : time;
  return `${date}T${seconds.includes(".") ? seconds : `${seconds}.000`}Z`;
}
