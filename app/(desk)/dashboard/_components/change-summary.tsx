import { BeforeAfter } from "@/app/_components/before-after";
import { textOf, wordsOf } from "@/app/_lib/field-text";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import classes from "./changed-lately.module.css";
import { countsOf, valuesOf } from "./many-changed";

/** What a change did, in a few words after its sentence: the first field of an edit, or how many hosts many were. */
export function ChangeSummary({ event }: { event: HistoryItem }) {
  const text = summaryOf(event);
  return text === null ? null : <span className={classes.summary}>, {text}</span>;
}

function summaryOf({ action, before, after }: HistoryItem) {
  if (action === "hosts.imported") return countsOf(after);
  if (action === "hosts.edited") return valuesOf(after);
  const [name, ...others] = Object.keys(after ?? {});
  if (before === null || after === null || name === undefined) return null;
  return (
    <>
      {wordsOf(name)} <BeforeAfter before={textOf(before[name])} after={textOf(after[name])} />
      {others.length > 0 && ` and ${others.length} more`}
    </>
  );
}
