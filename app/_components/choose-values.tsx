"use client";

import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { CheckList } from "./check-list";
import classes from "./choose-values.module.css";

type Props = {
  label: string;
  values: readonly string[];
  /** What there is to choose from. Other values may be typed. */
  suggestions: readonly string[];
  maxLength: number;
  maxValues: number;
  onChange: (values: string[]) => void;
};

const maxShown = 50;

/** Any number of texts: chosen from what there is, which typing narrows down, or typed whole. */
export function ChooseValues({ label, values, suggestions, maxLength, maxValues, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const text = typed.trim();
  const matching = matchingValues(text, values, suggestions);
  const isKnown = matching.some((value) => value.toLowerCase() === text.toLowerCase());
  const isFull = values.length >= maxValues;
  const choose = (value: string) => {
    setTyped("");
    if (!values.includes(value)) onChange([...values, value]);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text !== "" && !isFull) choose(matching.find((value) => value.toLowerCase() === text.toLowerCase()) ?? text);
  };
  return (
    <form onSubmit={submit} className={classes.body}>
      <TextInput
        autoFocus
        aria-label={`Find or type: ${label}`}
        placeholder="Find, or type and press Enter"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
      />
      {text !== "" && !isKnown && (
        <Button type="submit" variant="default" disabled={isFull} classNames={{ label: classes.use ?? "" }}>
          Use “{text}”
        </Button>
      )}
      {matching.length > 0 && (
        <CheckList
          label={label}
          choices={matching.slice(0, maxShown).map((value) => ({
            value,
            label: value,
            isDisabled: isFull && !values.includes(value),
          }))}
          values={values}
          onChange={onChange}
        />
      )}
      {isFull && <p className={classes.note}>At most {maxValues}.</p>}
      {matching.length > maxShown && (
        <p className={classes.note}>{matching.length - maxShown} more: type to find them.</p>
      )}
    </form>
  );
}

/** What is chosen comes first, as it stands in no list that typing narrows down. */
function matchingValues(text: string, values: readonly string[], suggestions: readonly string[]): string[] {
  const rest = suggestions.filter((value) => !values.includes(value));
  return [...values, ...rest].filter((value) => value.toLowerCase().includes(text.toLowerCase()));
}
