import { Button } from "@mantine/core";
import type { ReactNode, SubmitEvent } from "react";
import classes from "./filter-form.module.css";

type Props = { submit: () => void; submitLabel: string; children: ReactNode };

/** A filter that is typed, and taken by Enter. */
export function FilterForm({ submit, submitLabel, children }: Props) {
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form onSubmit={send} className={classes.form} noValidate>
      {children}
      <Button type="submit">{submitLabel}</Button>
    </form>
  );
}
