"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type * as z from "zod";
import { FilterForm } from "./filter-form";

type Props = {
  label: string;
  description: string;
  submitLabel: string;
  /** What knows which values are good. */
  schema: z.ZodType<string | undefined>;
  value: string;
  choose: (value: string) => void;
};

/** Asks for one value to filter by. */
export function ChooseValue({ label, description, submitLabel, schema, value, choose }: Props) {
  const [typed, setTyped] = useState(value);
  const [error, setError] = useState<string>();
  const submit = () => {
    const parsed = schema.safeParse(typed.trim());
    if (!parsed.success) return setError(parsed.error.issues[0]?.message);
    if (parsed.data) choose(parsed.data);
  };
  return (
    <FilterForm submit={submit} submitLabel={submitLabel}>
      <TextInput
        label={label}
        description={description}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
    </FilterForm>
  );
}
