"use client";

import { Button } from "@mantine/core";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { wordsOf } from "@/app/_lib/field-text";
import { focusFirstInvalid } from "@/app/_lib/form-errors";
import { useLeave } from "@/app/(desk)/_components/leave-guard";
import { HostFields } from "@/app/(desk)/hosts/_components/host-fields";
import type { Host } from "@/server/domain/hosts/schema";
import { EditConflicts } from "./edit-conflicts";
import classes from "./edit-host.module.css";
import { useHostEdit } from "./use-host-edit";

type Props = { host: Host; close: (changedByOthers?: readonly string[]) => void };

/** Edits a host in its place. Where somebody else has changed the same field meanwhile, both sides are shown to choose from. */
export function EditHost({ host, close }: Props) {
  const { form, typed, conflicts, submit, choose, leaveConflicts, isPending, problem } = useHostEdit(host, close);
  const leave = useLeave();
  if (conflicts.length > 0) {
    return <EditConflicts conflicts={conflicts} choose={choose} back={leaveConflicts} isPending={isPending} />;
  }
  return (
    <form
      className={classes.form}
      aria-label={`Edit ${host.hostname}`}
      onSubmit={form.onSubmit(submit, (errors) => focusFirstInvalid(form, errors))}
      noValidate
    >
      {problem && <ProblemNotice problem={problem} />}
      <HostFields form={form} isNew={false} />
      <div className={classes.actions}>
        <Button type="submit" loading={isPending}>
          Save
        </Button>
        <Button variant="default" onClick={() => leave(close)}>
          Cancel
        </Button>
        <p role="status" className={classes.changed}>
          {typed.length > 0 && `Changes ${list.format(typed.map(wordsOf))}`}
        </p>
      </div>
    </form>
  );
}

const list = new Intl.ListFormat("en");
