"use client";

import dynamic from "next/dynamic";
import { ChoiceFilter } from "@/app/_components/choice-filter";
import { FilterBar } from "@/app/_components/filter-bar";
import { FilterChip } from "@/app/_components/filter-chip";
import { sinceText, valuesText } from "@/app/_components/filter-text";
import { numbers } from "@/server/domain/numbers";
import { criticalities, environments, hostStatuses, operatingSystems } from "./choices";
import { type Filters, noFilters } from "./list-state";
import { Criticality, Environment, OperatingSystem, Status } from "./marks";

// Few visits open these.
const ChooseValues = dynamic(() => import("@/app/_components/choose-values").then((module) => module.ChooseValues));
const KnownValues = dynamic(() => import("./known-values").then((module) => module.KnownValues));
const AddressRangeForm = dynamic(() => import("./address-range-form").then((module) => module.AddressRangeForm));

const filterNames = Object.keys(noFilters) as (keyof Filters)[];

type Props = {
  state: Filters;
  /** The tags on the page that is shown, to choose from. */
  tags: readonly string[];
  change: (filters: Partial<Filters>) => void;
};

/** What narrows the list of hosts down. */
export function HostFilters({ state, tags, change }: Props) {
  const setCount = filterNames.filter((name) => (state[name]?.length ?? 0) > 0).length;
  return (
    <FilterBar setCount={setCount} clear={() => change(noFilters)}>
      <ChoiceFilters state={state} change={change} />
      <TextFilters state={state} tags={tags} change={change} />
      <FilterChip
        label="Registered"
        chosen={sinceText(state.registeredSince)}
        remove={() => change({ registeredSince: null })}
      />
      <FilterChip
        label="Neither changed nor seen"
        chosen={sinceText(state.staleSince)}
        remove={() => change({ staleSince: null })}
      />
    </FilterBar>
  );
}

/** The filters over closed lists. */
function ChoiceFilters({ state, change }: Omit<Props, "tags">) {
  return (
    <>
      <ChoiceFilter
        label="Environment"
        all={environments}
        chosen={state.environment}
        mark={Environment}
        choose={(environment) => change({ environment })}
      />
      <ChoiceFilter
        label="Criticality"
        all={criticalities}
        chosen={state.criticality}
        mark={Criticality}
        choose={(criticality) => change({ criticality })}
      />
      <ChoiceFilter
        label="OS"
        all={operatingSystems}
        chosen={state.os}
        mark={OperatingSystem}
        choose={(os) => change({ os })}
      />
      <ChoiceFilter
        label="Status"
        all={hostStatuses}
        chosen={state.status}
        mark={Status}
        choose={(status) => change({ status })}
      />
    </>
  );
}

/** The filters over what people have written. */
function TextFilters({ state, tags, change }: Props) {
  return (
    <>
      <FilterChip
        label="Team"
        chosen={valuesText(state.team)}
        remove={() => change({ team: [] })}
        panel={() => (
          <KnownValues field="team" label="Team" values={state.team} onChange={(team) => change({ team })} />
        )}
      />
      <FilterChip
        label="Owner"
        chosen={valuesText(state.owner)}
        remove={() => change({ owner: [] })}
        panel={() => (
          <KnownValues field="owner" label="Owner" values={state.owner} onChange={(owner) => change({ owner })} />
        )}
      />
      <FilterChip
        label="Tag"
        chosen={valuesText(state.tag, "conjunction")}
        remove={() => change({ tag: [] })}
        panel={() => (
          <ChooseValues
            label="Tag"
            values={state.tag}
            suggestions={tags}
            maxLength={64}
            maxValues={numbers.hosts.maxFilterValues}
            onChange={(tag) => change({ tag })}
          />
        )}
      />
      <FilterChip
        label="IP range"
        chosen={state.cidr === null ? undefined : { verb: "is", value: state.cidr }}
        remove={() => change({ cidr: null })}
        panel={(close) => (
          <AddressRangeForm
            value={state.cidr ?? ""}
            choose={(cidr) => {
              close();
              change({ cidr });
            }}
          />
        )}
      />
    </>
  );
}
