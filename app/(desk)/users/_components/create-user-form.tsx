"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { LinkButton } from "@/app/_components/link-button";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { focusFirstInvalid, formErrorsOf } from "@/app/_lib/form-errors";
import { problemOf } from "@/app/_lib/problem";
import { useEarlyTyping } from "@/app/_lib/use-early-typing";
import { useIdempotencyKey } from "@/app/_lib/use-idempotency-key";
import { type CreatedUser, createUser } from "@/server/domain/users/schema";
import classes from "./create-user.module.css";
import { roleChoices } from "./role-choices";

const emptyValues = { email: "", name: "", role: "viewer" };

/** Says who the new user is. What the API refuses is told at the field that it belongs to. */
export function CreateUserForm({ onCreated }: { onCreated: (created: CreatedUser) => void }) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const idempotencyKeyFor = useIdempotencyKey();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: emptyValues,
    validate: schemaResolver(createUser, { sync: true }),
  });
  useEarlyTyping(form);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (values: typeof emptyValues) => {
      const input = createUser.parse(values);
      return client.users.create.mutate(input, { context: { idempotencyKey: idempotencyKeyFor(input) } });
    },
    onSuccess: (created) => {
      onCreated(created);
      return queryClient.invalidateQueries(api.users.pathFilter());
    },
    onError: (refusal) => {
      const errors = formErrorsOf(problemOf(refusal), form.getValues());
      form.setErrors(errors);
      focusFirstInvalid(form, errors);
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={form.onSubmit(
        (values) => mutate(values),
        (errors) => focusFirstInvalid(form, errors),
      )}
      noValidate
    >
      {error && <ProblemNotice problem={problemOf(error)} />}
      <Panel title="Who it is" note="A link to choose a password comes next.">
        <div className={classes.fields}>
          <TextInput
            label="E-mail address"
            description="Signs in with it. It cannot be changed later."
            type="email"
            autoComplete="off"
            required
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <TextInput label="Name" autoComplete="off" required key={form.key("name")} {...form.getInputProps("name")} />
          <NativeSelect label="Role" data={roleChoices} key={form.key("role")} {...form.getInputProps("role")} />
        </div>
      </Panel>
      <div className={classes.actions}>
        <Button type="submit" loading={isPending}>
          Create user
        </Button>
        <LinkButton href="/users">Cancel</LinkButton>
      </div>
    </form>
  );
}
