import "@mantine/core/styles/Progress.layer.css";
import { Button, Progress } from "@mantine/core";
import { bytesText } from "@/app/_lib/bytes-text";
import classes from "./host-import.module.css";
import type { ImportState } from "./import-state";

type Props = { state: Extract<ImportState, { step: "sending" | "working" }>; stop: () => void };

/** How far an import is: what has been sent, in figures, and then that the server is at work, for which there are none. */
export function ImportProgress({ state, stop }: Props) {
  if (state.step === "working") return <Working isApplying={state.work.kind === "apply"} />;
  const { sentBytes, source } = state;
  const { size } = source.file;
  const percent = Math.floor((100 * Math.min(sentBytes, size)) / Math.max(size, 1));
  return (
    <div className={classes.progress}>
      <p>
        Sending: {bytesText(Math.min(sentBytes, size))} of {bytesText(size)}
      </p>
      <Progress value={percent} aria-label="Sending" />
      <Button variant="default" onClick={stop}>
        Stop
      </Button>
    </div>
  );
}

function Working({ isApplying }: { isApplying: boolean }) {
  return (
    <div className={classes.progress} role="status">
      <p>
        {isApplying
          ? "The whole file is there. Applying its records as one batch…"
          : "The whole file is there. Checking its records; nothing is written…"}
      </p>
      <Progress value={100} animated aria-label={isApplying ? "Applying" : "Checking"} />
    </div>
  );
}
