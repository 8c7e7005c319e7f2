"use client";

import { Button, NativeSelect } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { CheckList } from "@/app/_components/check-list";
import { PopoverButton } from "@/app/_components/popover-button";
import { columnNames, columnOf, defaultColumns } from "./columns";
import type { HostOrder, ListState } from "./list-state";
import classes from "./view-options.module.css";

type View = Pick<ListState, "columns" | "density" | "sort">;
type Props = { view: View; change: (view: Partial<View>) => void };

/** How the list is shown: which columns, how dense, and, where there is no table head to click, in which order. */
export function ViewOptions({ view, change }: Props) {
  const button = (
    <>
      <IconColumns3 size={16} aria-hidden /> <span>Columns</span>
    </>
  );
  return (
    <PopoverButton label="Columns" className={classes.button} panel={() => <Options view={view} change={change} />}>
      {button}
    </PopoverButton>
  );
}

const densities = ["compact", "comfortable"] as const;

const orders = columnNames.flatMap((name) => {
  const { label, sort } = columnOf(name);
  return sort
    ? [
        { value: sort, label },
        { value: `-${sort}`, label: `${label}, descending` },
      ]
    : [];
});

function Options({ view, change }: Props) {
  const isDefault =
    defaultColumns.every((name) => view.columns.includes(name)) && view.columns.length === defaultColumns.length;
  return (
    <div className={classes.options}>
      <NativeSelect
        label="Sort by"
        className={classes.sort ?? ""}
        data={orders}
        value={view.sort}
        onChange={(event) => change({ sort: event.currentTarget.value as HostOrder })}
      />
      <fieldset className={classes.density}>
        <legend>Rows</legend>
        {densities.map((density) => (
          <label key={density}>
            <input
              type="radio"
              name="density"
              checked={view.density === density}
              onChange={() => change({ density })}
            />
            {density}
          </label>
        ))}
      </fieldset>
      <CheckList
        label="Columns"
        choices={columnNames.map((name) => ({
          value: name,
          label: columnOf(name).label,
          isDisabled: name === "hostname",
        }))}
        values={view.columns}
        onChange={(columns) => change({ columns: columnNames.filter((name) => columns.includes(name)) })}
      />
      <Button variant="default" disabled={isDefault} onClick={() => change({ columns: [...defaultColumns] })}>
        The usual columns
      </Button>
    </div>
  );
}
