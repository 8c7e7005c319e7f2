"use client";

import { exportPath, type ListFilter } from "@/app/_lib/export-path";
import { Dialog } from "./dialog";
import { ExportChoice, type ExportContents } from "./export-choice";
import classes from "./export-dialog.module.css";
import { ExportRunning, ExportSaved } from "./export-run";
import { useExport } from "./use-export";

export type ExportOf = ExportContents & {
  /** Below which `export.csv` and `export.ndjson` are. */
  path: string;
  /** The filter of the list. */
  filter: ListFilter;
};

/**
 * Says what will be exported, asks for a format, and then shows how far the export is. Closing it stops the export, and half a
 * file is never saved.
 */
export function ExportDialog({ onClose, ...exported }: ExportOf & { onClose: () => void }) {
  const { state, run, stop } = useExport();
  const { path, filter, noun } = exported;
  return (
    <Dialog title={`Export ${noun}s`} onClose={onClose}>
      {(close) => (
        <div className={classes.body}>
          {state.step === "choosing" && (
            <ExportChoice
              {...exported}
              outcome={state.outcome}
              choose={(format) => run(exportPath(path, format, filter))}
              cancel={close}
            />
          )}
          {state.step === "running" && <ExportRunning progress={state.progress} noun={noun} stop={stop} />}
          {state.step === "saved" && <ExportSaved name={state.name} rows={state.rows} noun={noun} close={close} />}
        </div>
      )}
    </Dialog>
  );
}
