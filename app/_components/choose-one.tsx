"use client";

import { TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { problemOf } from "@/app/_lib/problem";
import classes from "./choose-one.module.css";
import { ProblemNotice } from "./problem-notice";

type Props = {
  label: string;
  /** Undefined while they are not known. */
  choices: readonly { value: string; label: string }[] | undefined;
  error: unknown;
  chosen: string | null;
  choose: (value: string) => void;
};

const maxShown = 50;

/** Chooses one of many, which typing narrows down; Enter takes the first. */
export function ChooseOne({ label, choices, error, chosen, choose }: Props) {
  const [typed, setTyped] = useState("");
  const text = typed.trim().toLowerCase();
  const matching = choices?.filter((choice) => choice.label.toLowerCase().includes(text)) ?? [];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text !== "" && matching[0]) choose(matching[0].value);
  };
  return (
    <form onSubmit={submit} className={classes.body}>
      <TextInput
        autoFocus
        aria-label={`Find: ${label}`}
        placeholder="Find"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      {Boolean(error) && <ProblemNotice problem={problemOf(error)} />}
      <ul className={classes.choices} aria-label={label}>
        {matching.slice(0, maxShown).map((choice) => (
          <li key={choice.value}>
            <button
              type="button"
              className={classes.choice}
              aria-pressed={choice.value === chosen}
              onClick={() => choose(choice.value)}
            >
              {choice.label}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className={classes.note}>
        {choices && matching.length === 0 && "Nothing matches."}
        {matching.length > maxShown && `${matching.length - maxShown} more: type to find them.`}
      </p>
    </form>
  );
}
