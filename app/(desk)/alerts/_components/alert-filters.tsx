"use client";

import { Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { CheckList } from "@/app/_components/check-list";
import { FilterChip } from "@/app/_components/filter-chip";
import { shortId } from "@/app/_lib/short-id";
import classes from "@/app/(desk)/audit-events/_components/event-filters.module.css";
import { rangeText } from "@/app/(desk)/audit-events/_components/filter-text";
import { chosenText } from "@/app/(desk)/hosts/_components/filter-text";
import type { Alert } from "@/server/domain/alerts/schema";
import { acknowledgedChoices, alertStatuses, severities } from "./choices";
import { type Filters, noFilters } from "./list-state";
import { AlertStatus, Severity } from "./marks";

// Few visits open it.
const RangeForm = dynamic(() =>
  import("@/app/(desk)/audit-events/_components/range-form").then((module) => module.RangeForm),
);

type Props = {
  state: Filters;
  /** The alerts shown, which know the name of their host. */
  alerts: readonly Alert[];
  change: (filters: Partial<Filters>) => void;
};

/** What narrows the list down: each filter a chip that opens it. On a phone those that are not set wait behind a button. */
export function AlertFilters({ state, alerts, change }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { status, severity, acknowledged, hostId, from, to } = state;
  const values = [status.length > 0, severity.length > 0, acknowledged.length > 0, hostId, from ?? to];
  const setCount = values.filter(Boolean).length;
  const listId = "alert-filters";
  return (
    <>
      <button
        type="button"
        className={classes.more}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        <IconFilter size={15} aria-hidden /> Filters {setCount > 0 && <strong>{setCount}</strong>}
      </button>
      <ul id={listId} aria-label="Filters" className={classes.filters} data-open={isOpen} data-count={setCount}>
        <StateFilters state={state} change={change} />
        <PlaceFilters state={state} alerts={alerts} change={change} />
        {setCount > 0 && (
          <li>
            <Button variant="subtle" size="compact-sm" className={classes.clear} onClick={() => change(noFilters)}>
              Clear
            </Button>
          </li>
        )}
      </ul>
    </>
  );
}

/** Whether it fires, how bad it is, and whether somebody looks after it. */
function StateFilters({ state: { status, severity, acknowledged }, change }: Omit<Props, "alerts">) {
  return (
    <>
      <FilterChip
        label="Status"
        chosen={status.length === 0 ? undefined : chosenText(alertStatuses, status)}
        remove={() => change({ status: [] })}
        panel={() => (
          <CheckList
            label="Status"
            choices={alertStatuses.map((value) => ({ value, label: <AlertStatus value={value} /> }))}
            values={status}
            onChange={(values) => change({ status: values })}
          />
        )}
      />
      <FilterChip
        label="Severity"
        chosen={severity.length === 0 ? undefined : chosenText(severities, severity)}
        remove={() => change({ severity: [] })}
        panel={() => (
          <CheckList
            label="Severity"
            choices={severities.map((value) => ({ value, label: <Severity value={value} /> }))}
            values={severity}
            onChange={(values) => change({ severity: values })}
          />
        )}
      />
      <FilterChip
        label="Acknowledged"
        chosen={acknowledged.length === 0 ? undefined : chosenText(acknowledgedChoices, acknowledged)}
        remove={() => change({ acknowledged: [] })}
        panel={() => (
          <CheckList
            label="Acknowledged"
            choices={acknowledgedChoices.map((value) => ({ value, label: value }))}
            values={acknowledged}
            onChange={(values) => change({ acknowledged: values })}
          />
        )}
      />
    </>
  );
}

/** When it began, and on which host. */
function PlaceFilters({ state: { from, to, hostId }, alerts, change }: Props) {
  const host = alerts.find((alert) => alert.host?.id === hostId)?.host;
  return (
    <>
      <FilterChip
        label="Began"
        chosen={rangeText({ from, to })}
        remove={() => change({ from: null, to: null })}
        panel={(close) => (
          <RangeForm
            from={from}
            to={to}
            choose={(range) => {
              close();
              change(range);
            }}
          />
        )}
      />
      <FilterChip
        label="Host"
        chosen={hostId === null ? undefined : { verb: "is", value: host?.hostname ?? shortId(hostId) }}
        remove={() => change({ hostId: null })}
      />
    </>
  );
}
