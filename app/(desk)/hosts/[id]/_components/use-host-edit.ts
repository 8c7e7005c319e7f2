import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { focusFirstInvalid, formErrorsOf } from "@/app/_lib/form-errors";
import { problemOf } from "@/app/_lib/problem";
import { useUnsaved } from "@/app/(desk)/_components/leave-guard";
import {
  changesOf,
  type HostValues,
  typedIn,
  validateEdit,
  valuesOf,
  valuesOn,
} from "@/app/(desk)/hosts/_components/host-values";
import type { Host } from "@/server/domain/hosts/schema";
import type { Conflict } from "./merge-edits";
import type { Outcome } from "./save-edit";
import { useSaveEdit } from "./use-save-edit";

export type Choices = Readonly<Record<string, "theirs" | "mine">>;

/**
 * An edit of a host, from what somebody saw when it began: what others change meanwhile touches no field that was typed in.
 * Where both changed a field, `conflicts` are to be chosen from. `close` is told what others changed, once all is saved.
 */
export function useHostEdit(host: Host, close: (changedByOthers?: readonly string[]) => void) {
  const [seen, setSeen] = useState(host);
  const [changedByOthers, setChangedByOthers] = useState<readonly string[]>([]);
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const form = useForm({ initialValues: valuesOf(host), validate: validateEdit });
  const save = useSaveEdit();
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: save,
    onSuccess: (outcome: Outcome) => {
      if ("host" in outcome) return close(outcome.changedByOthers);
      const now = outcome.rest.seen;
      form.setValues(valuesOn(now, seen, form.getValues()));
      setSeen(now);
      setChangedByOthers(outcome.rest.changedByOthers);
      setConflicts(outcome.conflicts);
    },
    onError: (refusal) => {
      setConflicts([]);
      const errors = formErrorsOf(problemOf(refusal), form.getValues());
      form.setErrors(errors);
      focusFirstInvalid(form, errors);
    },
  });
  const typed = typedIn(seen, form.values);
  useUnsaved(typed.length > 0 && !(isSuccess && conflicts.length === 0));

  const submit = (values: HostValues) =>
    typed.length > 0 ? mutate({ seen, changes: changesOf(seen, values), changedByOthers }) : close();
  const choose = (choices: Choices) => {
    const theirs = conflicts.map(({ field }) => field).filter((field) => choices[field] === "theirs");
    const now = valuesOf(seen);
    const values = {
      ...form.getValues(),
      ...Object.fromEntries(theirs.map((field) => [field, now[field as keyof HostValues]])),
    };
    form.setValues(values);
    mutate({ seen, changes: changesOf(seen, values), changedByOthers: [...changedByOthers, ...theirs] });
  };
  return {
    form,
    typed,
    conflicts,
    submit,
    choose,
    leaveConflicts: () => setConflicts([]),
    isPending,
    problem: error && problemOf(error),
  };
}
