"use client";

import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { addressRange } from "@/server/domain/addresses/schema";
import classes from "./host-filters.module.css";

/** Asks for a range of addresses. */
export function AddressRangeForm({ value, choose }: { value: string; choose: (range: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [error, setError] = useState<string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const range = addressRange.safeParse(typed);
    if (range.success) choose(range.data);
    else setError(range.error.issues[0]?.message);
  };
  return (
    <form onSubmit={submit} className={classes.range} noValidate>
      <TextInput
        label="IP range"
        description="Such as 10.0.0.0/8 or 2001:db8::/32; an address without a length is that one address."
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <Button type="submit">Show this range</Button>
    </form>
  );
}
