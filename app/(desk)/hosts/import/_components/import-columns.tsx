import { Button, NativeSelect } from "@mantine/core";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { Panel } from "@/app/_components/panel";
import panelTable from "@/app/_components/panel-table.module.css";
import table from "@/app/_components/table.module.css";
import { type Column, hostFileColumns } from "@/server/domain/host-csv/schema";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { type ColumnChoices, chosenFor, mappingOf, missingColumns, repeatedColumns } from "./column-choices";
import classes from "./host-import.module.css";
import type { Mapping } from "./import-source";

const leftOut = { value: "", label: "leave out" };
const choosable = [leftOut, ...hostFileColumns.known.map((column) => ({ value: column, label: column }))];

type Props = { result: Pick<HostImportResult, "columns">; onChoose: (mapping: Mapping) => void };

/** Asks what the headers of a file are, where that is not plain. */
export function ImportColumns({ result, onChoose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const [choices, setChoices] = useState<ColumnChoices>(() => eachOnce(result.columns));
  const fault = faultOf(choices);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (fault === undefined) onChoose(mappingOf(choices));
  };
  return (
    <form onSubmit={submit} className={classes.columns}>
      <h2 ref={heading} tabIndex={-1} className={classes.outcome}>
        Which columns are these?
      </h2>
      <p>Say of each header which column of hosts it is, or leave it out.</p>
      <Panel title="Columns" note={`${choices.length} in the file`}>
        <table className={`${table.table} ${panelTable.table}`} aria-label="Columns of the file">
          <thead>
            <tr>
              <th scope="col">In the file</th>
              <th scope="col">Is</th>
            </tr>
          </thead>
          <tbody>
            {choices.map(({ header, column }) => (
              <tr key={header}>
                <td className={panelTable.whole}>
                  <code>{header || "(no name)"}</code>
                </td>
                <td className={panelTable.whole}>
                  <NativeSelect
                    aria-label={`What ${header || "(no name)"} is`}
                    data={choosable}
                    value={column ?? ""}
                    onChange={({ currentTarget: { value } }) =>
                      setChoices(chosenFor(choices, header, value === "" ? null : (value as Column)))
                    }
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <div className={classes.foot}>
        <p role="status">{fault ?? "All required columns are there."}</p>
        <Button type="submit" disabled={fault !== undefined}>
          Preview
        </Button>
      </div>
    </form>
  );
}

/** Headers of one name cannot be told apart. */
function eachOnce(columns: ColumnChoices): ColumnChoices {
  return [...new Map(columns.map((each) => [each.header, each])).values()];
}

function faultOf(choices: ColumnChoices): string | undefined {
  const list = new Intl.ListFormat("en");
  const [missing, repeated] = [missingColumns(choices), repeatedColumns(choices)];
  if (missing.length > 0) return `Required and still missing: ${list.format(missing)}.`;
  return repeated.length > 0 ? `Chosen more than once: ${list.format(repeated)}.` : undefined;
}
