import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { textOf, wordsOf } from "@/app/_lib/field-text";
import classes from "./edit-conflicts.module.css";
import type { Conflict } from "./merge-edits";
import type { Choices } from "./use-host-edit";

type Props = {
  conflicts: readonly Conflict[];
  choose: (choices: Choices) => void;
  back: () => void;
  isPending: boolean;
};

/** The fields that somebody else changed too: before, theirs and mine side by side, one of the two to be chosen for each. */
export function EditConflicts({ conflicts, choose, back, isPending }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      className={classes.conflicts}
      aria-labelledby="conflicts"
      onSubmit={(event) => {
        event.preventDefault();
        choose(Object.fromEntries(new FormData(event.currentTarget)) as Choices);
      }}
    >
      <div className={classes.head}>
        <h2 id="conflicts" ref={heading} tabIndex={-1} className={classes.title}>
          Somebody else changed {conflicts.length === 1 ? "this field" : "these fields"} while you typed
        </h2>
        <p>Nothing is saved yet. Choose what stays; your other changes are kept.</p>
      </div>
      {conflicts.map((conflict) => (
        <Field key={conflict.field} {...conflict} />
      ))}
      <div className={classes.actions}>
        <Button type="submit" loading={isPending}>
          Save what I chose
        </Button>
        <Button variant="default" onClick={back}>
          Back to the fields
        </Button>
      </div>
    </form>
  );
}

function Field({ field, before, theirs, mine }: Conflict) {
  return (
    <fieldset className={classes.field}>
      <legend className={classes.name}>{wordsOf(field)}</legend>
      <p className={classes.side}>
        <span className={classes.label}>Before</span>
        <span className={classes.before}>{textOf(before)}</span>
      </p>
      <Choice field={field} side="theirs" label="Theirs" value={theirs} />
      <Choice field={field} side="mine" label="Mine" value={mine} />
    </fieldset>
  );
}

type ChoiceProps = { field: string; side: "theirs" | "mine"; label: string; value: unknown };

function Choice({ field, side, label, value }: ChoiceProps) {
  return (
    <label className={classes.side}>
      <span className={classes.label}>
        <input type="radio" name={field} value={side} required /> {label}
      </span>
      <span className={classes.value}>{textOf(value)}</span>
    </label>
  );
}
