"use client";

import { Button } from "@mantine/core";
import { useForm } from "@mantine/form";
import { LinkButton } from "@/app/_components/link-button";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { focusFirstInvalid } from "@/app/_lib/form-errors";
import { useEarlyTyping } from "@/app/_lib/use-early-typing";
import { HostFields } from "./host-fields";
import classes from "./host-form.module.css";
import { emptyValues, validateNew } from "./host-values";
import { useRegistration } from "./use-registration";

/** Registers a host. What the API refuses is told at the field that it belongs to. */
export function RegisterForm() {
  const form = useForm({ initialValues: emptyValues, validate: validateNew });
  useEarlyTyping(form);
  const { register, isPending, problem } = useRegistration(form);
  return (
    <form
      className={classes.form}
      onSubmit={form.onSubmit(register, (errors) => focusFirstInvalid(form, errors))}
      noValidate
    >
      {problem && <ProblemNotice problem={problem} />}
      <HostFields form={form} isNew />
      <div className={classes.actions}>
        <Button type="submit" loading={isPending}>
          Register host
        </Button>
        <LinkButton href="/hosts">Cancel</LinkButton>
      </div>
    </form>
  );
}
