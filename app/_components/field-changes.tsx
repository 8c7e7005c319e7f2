import { Fragment } from "react";
import { textOf, wordsOf } from "@/app/_lib/field-text";
import { BeforeAfter } from "./before-after";
import classes from "./field-changes.module.css";

type Fields = Record<string, unknown> | null;
type Props = { before: Fields; after: Fields; reason: string | null };

/** The fields that a change touched, before and after, and why. What came to be has no before. */
export function FieldChanges({ before, after, reason }: Props) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0 && reason === null) return null;
  return (
    <dl className={classes.fields}>
      {names.map((name) => (
        <Fragment key={name}>
          <dt>{wordsOf(name)}</dt>
          <dd>
            {before === null ? (
              textOf(after?.[name])
            ) : (
              <BeforeAfter before={textOf(before[name])} after={textOf(after?.[name])} />
            )}
          </dd>
        </Fragment>
      ))}
      {reason !== null && (
        <>
          <dt>reason</dt>
          <dd>{reason}</dd>
        </>
      )}
    </dl>
  );
}
