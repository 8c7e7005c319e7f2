import { IconCheck } from "@tabler/icons-react";
import { knownText } from "./column-choices";
import type { ImportState } from "./import-state";
import classes from "./import-steps.module.css";

const names = ["File", "Columns", "Preview", "Result"];

/** Where an import stands on its way, and what is behind it. */
export function ImportSteps({ state }: { state: ImportState }) {
  const current = stepOf(state);
  const known = "result" in state ? knownText(state.result.columns) : undefined;
  return (
    <ol className={classes.steps} aria-label="Steps">
      {names.map((name, index) => (
        <li
          key={name}
          className={classes.step}
          data-done={index < current}
          aria-current={index === current ? "step" : undefined}
        >
          <span className={classes.mark}>
            {index < current ? <IconCheck size={12} aria-label="done" /> : index + 1}
          </span>
          <span>
            {name}
            {name === "Columns" && known && <span className={classes.note}> {known}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function stepOf(state: ImportState): number {
  if (state.step === "choosing") return 0;
  if (state.step === "columns") return 1;
  if (state.step === "previewed") return 2;
  if (state.step === "done") return names.length;
  return state.work.kind === "check" ? 1 : 3;
}
