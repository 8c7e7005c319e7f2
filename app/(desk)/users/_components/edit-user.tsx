"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useApiClient } from "@/app/_components/api-provider";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { focusFirstInvalid, formErrorsOf } from "@/app/_lib/form-errors";
import { problemOf } from "@/app/_lib/problem";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import { type User, userFields } from "@/server/domain/users/schema";
import { ChangedMeanwhile } from "./changed-meanwhile";
import { changesOf, fieldsOf } from "./edit-values";
import { roleChoices } from "./role-choices";
import classes from "./user-detail.module.css";

/** Changes a user's name and role. An edit of what somebody else has changed meanwhile is told, and can be saved once more. */
export function EditUser({ user }: { user: User }) {
  const client = useApiClient();
  const changing = useAccountChange();
  const form = useForm({ initialValues: fieldsOf(user), validate: schemaResolver(userFields, { sync: true }) });
  const { mutate, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: (values: typeof form.values) => {
      const changes = changesOf(user, userFields.parse(values));
      return changing(client.users.edit.mutate({ id: user.id, version: user.version, changes }));
    },
    onSuccess: (saved) => form.setInitialValues(fieldsOf(saved)),
    onError: (refusal) => {
      const errors = formErrorsOf(problemOf(refusal), form.getValues());
      form.setErrors(errors);
      focusFirstInvalid(form, errors);
    },
  });
  const problem = error && problemOf(error);
  const isChanged = Object.keys(changesOf(user, form.values)).length > 0;
  const takeOver = () => {
    form.setValues(fieldsOf(user));
    reset();
  };
  return (
    <Panel title="Name and role" note={isSuccess && !isChanged && <span role="status">Saved.</span>}>
      <form
        className={classes.fields}
        onSubmit={form.onSubmit(
          (values) => mutate(values),
          (errors) => focusFirstInvalid(form, errors),
        )}
        noValidate
      >
        {problem?.code === "stale" && <ChangedMeanwhile problem={problem} user={user} takeOver={takeOver} />}
        {problem && problem.code !== "stale" && <ProblemNotice problem={problem} />}
        <TextInput label="Name" required autoComplete="off" key={form.key("name")} {...form.getInputProps("name")} />
        <NativeSelect
          label="Role"
          description="Another role ends the user's sessions."
          data={roleChoices}
          key={form.key("role")}
          {...form.getInputProps("role")}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={isPending} disabled={!isChanged}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}
