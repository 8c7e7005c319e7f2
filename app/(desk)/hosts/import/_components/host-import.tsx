"use client";

import { Button } from "@mantine/core";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { bytesText } from "@/app/_lib/bytes-text";
import { countText } from "@/app/_lib/count-text";
import { useUnsaved } from "@/app/(desk)/_components/leave-guard";
import classes from "./host-import.module.css";
import { ImportColumns } from "./import-columns";
import { ImportPreview } from "./import-preview";
import { ImportProgress } from "./import-progress";
import { ImportResult } from "./import-result";
import { formatNames } from "./import-source";
import { ImportStart } from "./import-start";
import { canRepeat, type ImportState, recordCount } from "./import-state";
import { ImportSteps } from "./import-steps";
import { useHostImport } from "./use-host-import";

const whileApplying = {
  title: "Leave while the import runs?",
  text: "It may not have reached the server yet. It is applied as a whole or not at all, but you would not see which.",
  leave: "Leave",
};

/** Imports hosts from a file or a text: choose it, see what it would do, apply exactly that. */
export function HostImport() {
  const importing = useHostImport();
  const { state } = importing;
  const isRunning = state.step === "sending" || state.step === "working";
  const isApplying = isRunning && state.work.kind === "apply";
  useUnsaved(isApplying, whileApplying);
  const another = state.step !== "choosing" && !isApplying && (
    <Button variant="default" onClick={importing.reset}>
      Choose another file…
    </Button>
  );
  return (
    <>
      <PageHeader title="Import hosts" note={noteOf(state)} actions={another}>
        <ImportSteps state={state} />
      </PageHeader>
      <div className={classes.body}>
        <ImportStep importing={importing} />
      </div>
    </>
  );
}

function ImportStep({ importing }: { importing: ReturnType<typeof useHostImport> }) {
  const { state, choose, check, apply, tryAgain, reset } = importing;
  switch (state.step) {
    case "choosing":
      return <ImportStart onChoose={(file) => void choose(file)} onPaste={(source) => void check(source)} />;
    case "sending":
    case "working":
      return <ImportProgress state={state} stop={reset} />;
    case "columns":
      return <ImportColumns result={state.result} onChoose={(mapping) => void check({ ...state.source, mapping })} />;
    case "previewed":
      return (
        <ImportPreview state={state} back={importing.back} apply={() => void apply(state.source, state.previewId)} />
      );
    case "refused":
      return (
        <ProblemNotice problem={state.problem}>
          <Button variant="default" mt={8} onClick={() => void tryAgain(state)}>
            {canRepeat(state) ? "Try again" : "Check again"}
          </Button>
        </ProblemNotice>
      );
    case "done":
      return <ImportResult source={state.source} result={state.result} checkAgain={() => void check(state.source)} />;
  }
}

/** `estate.csv 5,044 records, 612 kB, CSV` */
function noteOf(state: ImportState) {
  if (state.step === "choosing") return undefined;
  const { file, format } = state.source;
  const count = "result" in state ? recordCount(state.result) : 0;
  const records = count > 0 ? [countText({ count, isExact: true }, "record")] : [];
  return (
    <>
      <code>{file.name}</code> {[...records, bytesText(file.size), formatNames[format]].join(", ")}
    </>
  );
}
