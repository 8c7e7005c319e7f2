"use client";

import type { ReactNode } from "react";
import { CheckList } from "./check-list";
import { FilterChip } from "./filter-chip";
import { chosenText } from "./filter-text";

type Props<Value extends string> = {
  label: string;
  all: readonly Value[];
  chosen: readonly Value[];
  mark: (props: { value: Value }) => ReactNode;
  choose: (values: Value[]) => void;
};

/** A filter over a closed list, each value with its mark. */
export function ChoiceFilter<Value extends string>({ label, all, chosen, mark: Mark, choose }: Props<Value>) {
  return (
    <FilterChip
      label={label}
      chosen={chosenText(all, chosen)}
      remove={() => choose([])}
      panel={() => (
        <CheckList
          label={label}
          choices={all.map((value) => ({ value, label: <Mark value={value} /> }))}
          values={chosen}
          onChange={choose}
        />
      )}
    />
  );
}
