"use client";

import { Button, Loader } from "@mantine/core";
import { ChooseFile } from "@/app/_components/choose-file";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { bytesText } from "@/app/_lib/bytes-text";
import { unreachable } from "@/app/_lib/problem";
import { ImportPreview } from "./import-preview";
import { ImportResult } from "./import-result";
import { type ImportState, useUserImport } from "./use-user-import";
import classes from "./user-import.module.css";

/** Imports users from a CSV file: choose it, see what it would do, apply exactly that. */
export function UserImport() {
  const { state, check, apply, reset } = useUserImport();
  /** Where no answer came, nobody knows whether it was applied: asked again with the same key, the server tells. */
  const tryAgain = ({ file, problem, preview }: Extract<ImportState, { step: "refused" }>) =>
    preview && problem.code === unreachable.code ? apply(file, preview) : check(file);
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
  const isApplying = state.step === "applying";
  return (
    <>
      <PageHeader title="Import users" note={note} actions={state.step !== "choosing" && !isApplying && another} />
      <div className={classes.body}>
        {state.step === "choosing" && (
          <ChooseFile kind="CSV file" accept={{ "text/csv": [".csv"] }} onChoose={(file) => void check(file)}>
            The first line names the columns: <code>email</code>, <code>name</code> and <code>role</code>. You see what
            it would do before anything is written.
          </ChooseFile>
        )}
        {state.step === "checking" && (
          <p role="status" className={classes.checking}>
            <Loader size={16} /> Checking the file…
          </p>
        )}
        {(state.step === "previewed" || isApplying) && (
          <ImportPreview
            preview={state.preview}
            isApplying={isApplying}
            apply={() => void apply(state.file, state.preview)}
          />
        )}
        {state.step === "refused" && (
          <ProblemNotice problem={state.problem}>
            <Button variant="default" mt={8} onClick={() => void tryAgain(state)}>
              Try again
            </Button>
          </ProblemNotice>
        )}
        {state.step === "done" && <ImportResult result={state.result} />}
      </div>
    </>
  );
}
