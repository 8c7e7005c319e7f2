"use client";

import dynamic from "next/dynamic";
import { ChoiceFilter } from "@/app/_components/choice-filter";
import { FilterBar } from "@/app/_components/filter-bar";
import { FilterChip } from "@/app/_components/filter-chip";
import { isText, rangeText } from "@/app/_components/filter-text";
import { shortId } from "@/app/_lib/short-id";
import type { Alert } from "@/server/domain/alerts/schema";
import { acknowledgedChoices, alertStatuses, severities } from "./choices";
import { type Filters, noFilters } from "./list-state";
import { AlertStatus, Severity } from "./marks";

// Few visits open it.
const RangeForm = dynamic(() => import("@/app/_components/range-form").then((module) => module.RangeForm));

type Props = {
  state: Filters;
  /** The alerts shown, which know the name of their host. */
  alerts: readonly Alert[];
  change: (filters: Partial<Filters>) => void;
};

/** What narrows the list of alerts down. */
export function AlertFilters({ state, alerts, change }: Props) {
  const { status, severity, acknowledged, hostId, from, to } = state;
  const values = [status.length > 0, severity.length > 0, acknowledged.length > 0, hostId, from ?? to];
  return (
    <FilterBar setCount={values.filter(Boolean).length} clear={() => change(noFilters)}>
      <StateFilters state={state} change={change} />
      <PlaceFilters state={state} alerts={alerts} change={change} />
    </FilterBar>
  );
}

/** Whether it fires, how bad it is, and whether somebody looks after it. */
function StateFilters({ state, change }: Omit<Props, "alerts">) {
  return (
    <>
      <ChoiceFilter
        label="Status"
        all={alertStatuses}
        chosen={state.status}
        mark={AlertStatus}
        choose={(status) => change({ status })}
      />
      <ChoiceFilter
        label="Severity"
        all={severities}
        chosen={state.severity}
        mark={Severity}
        choose={(severity) => change({ severity })}
      />
      <ChoiceFilter
        label="Acknowledged"
        all={acknowledgedChoices}
        chosen={state.acknowledged}
        mark={({ value }) => value}
        choose={(acknowledged) => change({ acknowledged })}
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
        chosen={hostId === null ? undefined : isText(host?.hostname ?? shortId(hostId))}
        remove={() => change({ hostId: null })}
      />
    </>
  );
}
