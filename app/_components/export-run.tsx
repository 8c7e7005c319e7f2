import "@mantine/core/styles/Progress.layer.css";
import { Button, Progress } from "@mantine/core";
import { countText, numberText } from "@/app/_lib/count-text";
import type { Progress as Rows } from "@/app/_lib/fetch-export";
import classes from "./export-dialog.module.css";

const exact = (count: number) => ({ count, isExact: true });

type RunningProps = { progress: Rows | undefined; noun: string; stop: () => void };

/** How many rows of an export are there, of exactly how many. */
export function ExportRunning({ progress, noun, stop }: RunningProps) {
  return (
    <>
      <p>
        {progress ? `${numberText(exact(progress.rows))} of ${countText(exact(progress.total), noun)}` : "Counting…"}
      </p>
      <Progress value={progress ? percentOf(progress) : 100} animated={!progress} aria-label="Exporting" />
      <div className={classes.actions}>
        <p className={classes.note}>Closing stops it.</p>
        <Button variant="default" onClick={stop} autoFocus>
          Stop
        </Button>
      </div>
    </>
  );
}

type SavedProps = { name: string; rows: number; noun: string; close: () => void };

/** What the browser has been given to keep. */
export function ExportSaved({ name, rows, noun, close }: SavedProps) {
  return (
    <>
      <p role="status">
        <strong>{countText(exact(rows), noun)}</strong> saved as <code>{name}</code>.
      </p>
      <div className={classes.actions}>
        <Button onClick={close} autoFocus>
          Close
        </Button>
      </div>
    </>
  );
}

const percentOf = ({ rows, total }: Rows) => (total === 0 ? 100 : Math.floor((100 * rows) / total));
