"use client";

import "@mantine/core/styles/Progress.layer.css";
import { Button, Progress } from "@mantine/core";
import { bytesText } from "@/app/_lib/bytes-text";
import classes from "./host-import.module.css";
import type { ImportState } from "./use-host-import";

type Props = { state: Extract<ImportState, { step: "sending" | "applying" }>; stop: () => void };

/** How far an import is: what has been sent, in figures, and then that the server is at work, for which there are none. */
export function ImportProgress({ state, stop }: Props) {
  if (state.step === "applying") {
    return (
      <div className={classes.progress} role="status">
        <p>The whole file is there. Checking and applying its records…</p>
        <Progress value={100} animated aria-label="Applying" />
      </div>
    );
  }
  const { sentBytes, file } = state;
  const percent = Math.floor((100 * Math.min(sentBytes, file.size)) / Math.max(file.size, 1));
  return (
    <div className={classes.progress}>
      <p>
        Sending: {bytesText(Math.min(sentBytes, file.size))} of {bytesText(file.size)}
      </p>
      <Progress value={percent} aria-label="Sending" />
      <Button variant="default" onClick={stop}>
        Stop
      </Button>
    </div>
  );
}
