"use client";

import { Button, PasswordInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useState } from "react";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { formErrorsOf } from "@/app/_lib/form-errors";
import type { Problem } from "@/app/_lib/problem";
import { setPasswordByLink } from "@/app/_lib/session";
import { numbers } from "@/server/domain/numbers";
import { setPasswordByLink as schema } from "@/server/domain/users/schema";
import classes from "./account.module.css";

/** Sets the password and leads to sign-in. What is wrong with the link is told above, what is wrong with the password at its field. */
export function SetPasswordForm({ secret }: { secret: string }) {
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { newPassword: "" },
    validate: schemaResolver(schema.pick({ newPassword: true }), { sync: true }),
  });

  const submit = form.onSubmit(async (values) => {
    const { problem: refusal } = await setPasswordByLink({ secret, ...values });
    if (!refusal) return window.location.assign("/login?notice=password-set");
    const errors = formErrorsOf(refusal, values);
    form.setErrors(errors);
    setProblem(Object.keys(errors).length === 0 ? refusal : undefined);
  });

  return (
    <>
      <p className={classes.lead}>You sign in with it from now on. The link that brought you here works once.</p>
      <form className={classes.form} onSubmit={submit} noValidate>
        {problem && <ProblemNotice problem={problem} />}
        <PasswordInput
          label="New password"
          description={`At least ${numbers.passwords.minLength} characters.`}
          autoComplete="new-password"
          autoFocus
          key={form.key("newPassword")}
          {...form.getInputProps("newPassword")}
        />
        <Button type="submit" loading={form.submitting}>
          Set password
        </Button>
      </form>
    </>
  );
}
