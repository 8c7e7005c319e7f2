"use client";

import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useDeferredValue, useMemo, useState } from "react";
import dialog from "@/app/_components/dialog.module.css";
import { ProblemNotice } from "@/app/_components/problem-notice";
import type { Problem } from "@/app/_lib/problem";
import type { EditHosts, Host } from "@/server/domain/hosts/schema";
import { BulkFields } from "./bulk-fields";
import { BulkPreview, hostsText } from "./bulk-preview";
import { type BulkValues, changesOf, noChanges, readValues } from "./bulk-values";
import { ChangedByOthers } from "./changed-by-others";

type Props = {
  hosts: readonly Host[];
  purpose: "edit" | "retire";
  run: (input: EditHosts) => void;
  isPending: boolean;
  problem: Problem | undefined;
  readAgain: (newer: readonly Host[], gone: readonly Host[]) => void;
  close: () => void;
};

/** Asks what to change, and shows what that does to each host while it is typed. */
export function BulkForm({ hosts, purpose, run, isPending, problem, readAgain, close }: Props) {
  const [values, setValues] = useState<BulkValues>(
    purpose === "retire" ? { ...noChanges, status: "retired" } : noChanges,
  );
  const change = (part: Partial<BulkValues>) => setValues((old) => ({ ...old, ...part }));
  const { input, errors } = readValues(values);
  const shown = useDeferredValue(input);
  const changes = useMemo(() => (shown ? changesOf(hosts, shown.changes) : []), [hosts, shown]);
  const isStale = problem?.code === "stale";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (input) run({ ...input, hosts: hosts.map(({ id, version }) => ({ id, version })) });
  };
  return (
    <form className={dialog.body} onSubmit={submit} noValidate>
      {purpose === "edit" && <BulkFields values={values} errors={errors} change={change} />}
      <TextInput
        label="Reason"
        description="Optional. It stands in the history of each host."
        value={values.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors.reason}
        autoComplete="off"
      />
      <BulkPreview changes={changes} of={hosts.length} />
      {isStale && <ChangedByOthers problem={problem} hosts={hosts} readAgain={readAgain} />}
      {problem && !isStale && <ProblemNotice problem={problem} />}
      <div className={dialog.actions}>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending} disabled={!input || changes.length === 0 || isStale}>
          {purpose === "retire" ? "Retire" : "Change"} {hostsText(changes.length)}
        </Button>
      </div>
    </form>
  );
}
