import { Button } from "@mantine/core";
import { Fragment, useEffect, useRef } from "react";
import { type Count, countText } from "@/app/_lib/count-text";
import type { ExportFormat } from "@/app/_lib/export-path";
import type { Problem } from "@/app/_lib/problem";
import classes from "./export-dialog.module.css";
import { ProblemNotice } from "./problem-notice";

/** What an export will have in it. */
export type ExportContents = {
  /** What each filter that is set is called, and what it is, in words. */
  filters: readonly (readonly [name: string, value: string])[];
  /** How many rows match, as far as it is known. */
  count: Count | undefined;
  /** What a row is. */
  noun: string;
  /** What a CSV file is good for. */
  csvUse: string;
};

type Props = ExportContents & {
  /** How the export before ended, if it did not come to a file. */
  outcome: Problem | "stopped" | undefined;
  choose: (format: ExportFormat) => void;
  cancel: () => void;
};

/** How many rows of which kind an export will have, and the formats to choose from. */
export function ExportChoice({ filters, count, noun, csvUse, outcome, choose, cancel }: Props) {
  const first = useRef<HTMLButtonElement>(null);
  // After an export that came to nothing, the button that had the keyboard is gone.
  useEffect(() => first.current?.focus(), []);
  const formats = [
    ["csv", csvUse],
    ["ndjson", "one JSON object a line, for programs"],
  ] as const;
  return (
    <>
      {outcome === "stopped" && <p role="status">Stopped. Nothing was saved.</p>}
      {outcome !== undefined && outcome !== "stopped" && <ProblemNotice problem={outcome} />}
      <p>
        <strong>{count ? countText(count, noun) : `The ${noun}s`}</strong>{" "}
        {filters.length === 0 ? "in all columns: nothing is filtered out." : "in all columns, those that match:"}
      </p>
      {filters.length > 0 && (
        <dl className={classes.filters} aria-label="Filters of the export">
          {filters.map(([name, value]) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      <ul className={classes.formats} aria-label="Formats">
        {formats.map(([format, use], index) => (
          <li key={format}>
            <button
              ref={index === 0 ? first : null}
              type="button"
              className={classes.format}
              onClick={() => choose(format)}
            >
              Export as {format.toUpperCase()}
              <span className={classes.note}>{use}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        <p className={classes.note}>The audit log keeps that you exported them.</p>
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </>
  );
}
