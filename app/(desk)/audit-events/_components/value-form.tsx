"use client";

import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { auditEventFilter } from "@/server/domain/audit-events/schema";
import classes from "./event-filters.module.css";

type Props = {
  label: string;
  description: string;
  /** The field of the filter, which knows what is good. */
  name: "ip" | "requestId" | "batchId";
  value: string;
  choose: (value: string) => void;
};

/** Asks for one value to filter by. */
export function ValueForm({ label, description, name, value, choose }: Props) {
  const [typed, setTyped] = useState(value);
  const [error, setError] = useState<string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed.trim() === "") return;
    const parsed = auditEventFilter.shape[name].safeParse(typed.trim());
    if (parsed.success) choose(parsed.data ?? "");
    else setError(parsed.error.issues[0]?.message);
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <TextInput
        label={label}
        description={description}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="submit">Show these</Button>
    </form>
  );
}
