"use client";

import { type ReactNode, useId } from "react";
import classes from "./check-list.module.css";

type Props<Value extends string> = {
  label: string;
  description?: ReactNode;
  choices: readonly { value: Value; label: ReactNode; isDisabled?: boolean }[];
  values: readonly Value[];
  onChange: (values: Value[]) => void;
  error?: ReactNode;
  isDisabled?: boolean;
};

/** Any number of a few choices. */
export function CheckList<Value extends string>({
  label,
  description,
  choices,
  values,
  onChange,
  error,
  isDisabled,
}: Props<Value>) {
  const id = useId();
  const toggled = (value: Value) =>
    values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return (
    <fieldset className={classes.list} aria-describedby={`${id}-description ${id}-error`} disabled={isDisabled}>
      <legend className={classes.legend}>{label}</legend>
      {choices.map(({ value, label: text, isDisabled: isChoiceDisabled }) => (
        <label key={value} className={classes.choice}>
          <input
            type="checkbox"
            checked={values.includes(value)}
            onChange={() => onChange(toggled(value))}
            disabled={isChoiceDisabled}
          />
          <span>{text}</span>
        </label>
      ))}
      <p id={`${id}-description`} className={classes.description}>
        {description}
      </p>
      <p id={`${id}-error`} className={classes.error}>
        {error}
      </p>
    </fieldset>
  );
}
