import { Button, NativeSelect } from "@mantine/core";
import { useEffect, useRef } from "react";
import { CheckList } from "@/app/_components/check-list";
import { columnNames, columnOf, defaultColumns } from "./columns";
import type { HostOrder, ListState } from "./list-state";
import classes from "./view-options.module.css";

type View = Pick<ListState, "columns" | "density" | "sort">;
export type ViewProps = { view: View; change: (view: Partial<View>) => void };

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

/** The columns, the density and the order to choose from. */
export function ViewChoices({ view, change }: ViewProps) {
  const isDefault =
    defaultColumns.every((name) => view.columns.includes(name)) && view.columns.length === defaultColumns.length;
  const density = useRef<HTMLFieldSetElement>(null);
  // The panel opens before this has been fetched, and finds nothing to lead the keyboard to.
  useEffect(() => density.current?.querySelector<HTMLElement>("input:checked")?.focus(), []);
  return (
    <div className={classes.options}>
      <NativeSelect
        label="Sort by"
        className={classes.sort ?? ""}
        data={orders}
        value={view.sort}
        onChange={(event) => change({ sort: event.currentTarget.value as HostOrder })}
      />
      <fieldset ref={density} className={classes.density}>
        <legend>Rows</legend>
        {densities.map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              name="density"
              checked={view.density === choice}
              onChange={() => change({ density: choice })}
            />
            {choice}
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
