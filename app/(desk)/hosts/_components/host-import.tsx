"use client";

import { Button } from "@mantine/core";
import { ChooseCsvFile } from "@/app/_components/choose-csv-file";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { bytesText } from "@/app/_lib/bytes-text";
import classes from "./host-import.module.css";
import { ImportProgress } from "./import-progress";
import { ImportResult } from "./import-result";
import { useHostImport } from "./use-host-import";
import { useLeaveWarning } from "./use-leave-warning";

/** Imports hosts from a CSV file: choose it, send it, read what became of each record. */
export function HostImport() {
  const { state, choose, start, reset } = useHostImport();
  const isRunning = state.step === "sending" || state.step === "applying";
  useLeaveWarning(isRunning);
  const note = state.step !== "choosing" && (
    <>
      <code>{state.file.name}</code> {bytesText(state.file.size)}
    </>
  );
  const another = (
    <Button variant="default" onClick={reset}>
      Choose another file…
    </Button>
  );
  return (
    <>
      <PageHeader title="Import hosts" note={note} actions={state.step !== "choosing" && !isRunning && another} />
      <div className={classes.body}>
        {state.step === "choosing" && (
          <ChooseCsvFile onChoose={choose}>
            The first line names the columns. <code>hostname</code>, <code>ip</code>, <code>os</code> and{" "}
            <code>environment</code> are required.
          </ChooseCsvFile>
        )}
        {state.step === "chosen" && (
          <div className={classes.confirm}>
            <p>
              Good records are written at once, as one batch. Records with a fault are left out and listed. Hosts are
              found by hostname and environment: those already here are changed, the others registered.
            </p>
            <Button onClick={() => void start(state.file)} autoFocus>
              Import {state.file.name}
            </Button>
          </div>
        )}
        {isRunning && <ImportProgress state={state} stop={reset} />}
        {state.step === "refused" && (
          <ProblemNotice problem={state.problem}>
            <Button variant="default" mt={8} onClick={() => void start(state.file)}>
              Try again
            </Button>
          </ProblemNotice>
        )}
        {state.step === "done" && <ImportResult result={state.result} />}
      </div>
    </>
  );
}
