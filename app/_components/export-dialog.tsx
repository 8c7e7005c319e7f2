"use client";

import "@mantine/core/styles/Progress.layer.css";
import { Button, Progress } from "@mantine/core";
import { countText, numberText } from "@/app/_lib/count-text";
import { Dialog } from "./dialog";
import classes from "./export-dialog.module.css";
import { ProblemNotice } from "./problem-notice";
import { useExport } from "./use-export";

export type ExportOf = {
  /** Below which `export.csv` and `export.ndjson` are. */
  path: string;
  /** The filter of the list. */
  filter: Record<string, string | readonly string[] | undefined>;
  /** What a row is. */
  noun: string;
};

const exact = (count: number) => ({ count, isExact: true });

/** Asks for a format, and then shows how far the export is. Closing it stops the export. */
export function ExportDialog({ path, filter, noun, onClose }: ExportOf & { onClose: () => void }) {
  const { state, run, stop } = useExport();
  const urlOf = (format: string) => `${path}/export.${format}?${queryOf(filter)}`;
  return (
    <Dialog title={`Export ${noun}s`} onClose={onClose}>
      {(close) => (
        <div className={classes.body}>
          {state.step === "choosing" && (
            <>
              {state.problem && <ProblemNotice problem={state.problem} />}
              <p>All that match the filters, on all pages. The audit log keeps that you exported them.</p>
              <div className={classes.actions}>
                <Button onClick={() => run(urlOf("csv"))}>CSV</Button>
                <Button variant="default" onClick={() => run(urlOf("ndjson"))}>
                  NDJSON
                </Button>
                <Button variant="subtle" onClick={close}>
                  Cancel
                </Button>
              </div>
            </>
          )}
          {state.step === "running" && (
            <>
              <p>
                {state.progress
                  ? `${numberText(exact(state.progress.rows))} of ${countText(exact(state.progress.total), noun)}`
                  : "Counting…"}
              </p>
              <Progress
                value={state.progress ? percentOf(state.progress) : 100}
                animated={!state.progress}
                aria-label="Exporting"
              />
              <div className={classes.actions}>
                <Button variant="default" onClick={stop}>
                  Stop
                </Button>
              </div>
            </>
          )}
          {state.step === "saved" && (
            <>
              <p role="status">
                {countText(exact(state.rows), noun)} saved as <code>{state.name}</code>.
              </p>
              <div className={classes.actions}>
                <Button onClick={close}>Close</Button>
              </div>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}

const percentOf = ({ rows, total }: { rows: number; total: number }) =>
  total === 0 ? 100 : Math.floor((100 * rows) / total);

/** A value that is a list is repeated. */
function queryOf(filter: ExportOf["filter"]): string {
  const pairs = Object.entries(filter).flatMap(([name, value = []]) =>
    [value].flat().map((each) => [name, String(each)]),
  );
  return new URLSearchParams(pairs).toString();
}
