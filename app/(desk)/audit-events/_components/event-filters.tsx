"use client";

import dynamic from "next/dynamic";
import { FilterBar } from "@/app/_components/filter-bar";
import { FilterChip } from "@/app/_components/filter-chip";
import { isText, rangeText } from "@/app/_components/filter-text";
import { shortId } from "@/app/_lib/short-id";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { actorText, subjectText } from "./filter-text";
import { type Filters, noFilters } from "./list-state";

// Few visits open these.
const ActorChoice = dynamic(() => import("./filter-choices").then((module) => module.ActorChoice));
const ActionChoice = dynamic(() => import("./filter-choices").then((module) => module.ActionChoice));
const SubjectForm = dynamic(() => import("./subject-form").then((module) => module.SubjectForm));
const RangeForm = dynamic(() => import("@/app/_components/range-form").then((module) => module.RangeForm));
const ValueForm = dynamic(() => import("./value-form").then((module) => module.ValueForm));

type Props = {
  state: Filters;
  /** The events shown, which know the names behind the ids. */
  events: readonly AuditEventItem[];
  change: (filters: Partial<Filters>) => void;
};

/** What narrows the log down. */
export function EventFilters({ state, events, change }: Props) {
  const setCount = Object.keys(noFilters).filter((name) => state[name as keyof Filters] !== null).length;
  return (
    <FilterBar setCount={setCount} clear={() => change(noFilters)}>
      <StoryFilters state={state} events={events} change={change} />
      <OriginFilters state={state} change={change} />
    </FilterBar>
  );
}

/** When, who, what, and to which. */
function StoryFilters({ state, events, change }: Props) {
  const { from, to, actor, action, subjectType, subjectId } = state;
  const choosing = (close: () => void) => (filters: Partial<Filters>) => {
    close();
    change(filters);
  };
  return (
    <>
      <FilterChip
        label="When"
        chosen={rangeText(state)}
        remove={() => change({ from: null, to: null })}
        panel={(close) => <RangeForm from={from} to={to} choose={choosing(close)} />}
      />
      <FilterChip
        label="Actor"
        chosen={actorText(actor, events)}
        remove={() => change({ actor: null })}
        panel={(close) => <ActorChoice chosen={actor} choose={(id) => choosing(close)({ actor: id })} />}
      />
      <FilterChip
        label="Action"
        chosen={isText(action)}
        remove={() => change({ action: null })}
        panel={(close) => <ActionChoice chosen={action} choose={(value) => choosing(close)({ action: value })} />}
      />
      <FilterChip
        label="Subject"
        chosen={subjectText(state, events)}
        remove={() => change({ subjectType: null, subjectId: null })}
        panel={(close) => <SubjectForm type={subjectType} id={subjectId} choose={choosing(close)} />}
      />
    </>
  );
}

const origins = {
  ip: { label: "IP", description: "An IPv4 or IPv6 address." },
  requestId: { label: "Request id", description: "As it stands beside an error, or in X-Request-Id." },
  batchId: { label: "Batch", description: "The batchId of an import or a bulk edit." },
} as const;

const originNames = Object.keys(origins) as (keyof typeof origins)[];

/** Where from, and together with what. */
function OriginFilters({ state, change }: Omit<Props, "events">) {
  return originNames.map((name) => {
    const value = state[name];
    return (
      <FilterChip
        key={name}
        label={origins[name].label}
        chosen={isText(value !== null && name !== "ip" ? shortId(value) : value)}
        remove={() => change({ [name]: null })}
        panel={(close) => (
          <ValueForm
            {...origins[name]}
            name={name}
            value={value ?? ""}
            choose={(chosen) => {
              close();
              change({ [name]: chosen });
            }}
          />
        )}
      />
    );
  });
}
