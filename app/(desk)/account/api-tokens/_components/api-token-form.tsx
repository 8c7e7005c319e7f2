"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { CheckList } from "@/app/_components/check-list";
import { LinkButton } from "@/app/_components/link-button";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { focusFirstInvalid, formErrorsOf } from "@/app/_lib/form-errors";
import { problemOf } from "@/app/_lib/problem";
import { useEarlyTyping } from "@/app/_lib/use-early-typing";
import { useIdempotencyKey } from "@/app/_lib/use-idempotency-key";
import { useProfile } from "@/app/(desk)/_components/profile";
import { type CreatedApiToken, createApiToken } from "@/server/domain/api-tokens/schema";
import { rolesUpTo } from "@/server/domain/permissions";
import classes from "./api-token-form.module.css";
import { emptyValues, expiryChoices, inputOf, scopesFor, type TokenValues, validate } from "./token-values";

/** Says what a token is for, what it may do and how long. What the API refuses is told at the field that it belongs to. */
export function ApiTokenForm({ onCreated }: { onCreated: (created: CreatedApiToken) => void }) {
  const { role } = useProfile();
  const form = useForm({ initialValues: emptyValues(role), validate });
  useEarlyTyping(form);
  const { mutate, isPending, error } = useCreation(form, onCreated);
  const scopes = scopesFor(form.values.role).map((scope) => ({ value: scope, label: <code>{scope}</code> }));
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
      <Panel title="What it is for">
        <div className={classes.fields}>
          <TextInput
            label="Name"
            description="So that you know it again."
            required
            autoComplete="off"
            {...form.getInputProps("name")}
          />
          <NativeSelect
            label="Role"
            description="No higher than your own."
            data={[...rolesUpTo(role)]}
            {...form.getInputProps("role")}
          />
          <NativeSelect label="Good for" data={expiryChoices} {...form.getInputProps("expiresInDays")} />
          <CheckList
            label="Scopes"
            choices={scopes}
            values={form.values.scopes}
            onChange={(chosen) => form.setFieldValue("scopes", chosen)}
            error={form.errors.scopes}
          />
        </div>
      </Panel>
      <div className={classes.actions}>
        <Button type="submit" loading={isPending}>
          Make token
        </Button>
        <LinkButton href="/account/api-tokens">Cancel</LinkButton>
      </div>
    </form>
  );
}

function useCreation(form: UseFormReturnType<TokenValues>, onCreated: (created: CreatedApiToken) => void) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const idempotencyKeyFor = useIdempotencyKey();
  return useMutation({
    mutationFn: (values: TokenValues) => {
      const input = createApiToken.parse(inputOf(values));
      return client.apiTokens.create.mutate(input, { context: { idempotencyKey: idempotencyKeyFor(input) } });
    },
    onSuccess: (created) => {
      onCreated(created);
      return queryClient.invalidateQueries(api.apiTokens.pathFilter());
    },
    onError: (refusal) => {
      const errors = formErrorsOf(problemOf(refusal), form.getValues());
      form.setErrors(errors);
      focusFirstInvalid(form, errors);
    },
  });
}
