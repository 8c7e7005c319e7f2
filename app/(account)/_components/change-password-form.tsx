"use client";

import { Button, PasswordInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import Link from "next/link";
import { useState } from "react";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { formErrorsOf } from "@/app/_lib/form-errors";
import type { Problem } from "@/app/_lib/problem";
import { changePassword } from "@/app/_lib/session";
import { useEarlyTyping } from "@/app/_lib/use-early-typing";
import { numbers } from "@/server/domain/numbers";
import * as schema from "@/server/domain/users/schema";
import classes from "./account.module.css";

type Props = { nextPath: string; email: string | undefined; isForced: boolean };

/** Changes one's own password. Where it was printed for somebody, there is no way around it. */
export function ChangePasswordForm({ nextPath, email, isForced }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { currentPassword: "", newPassword: "" },
    validate: schemaResolver(schema.changePassword, { sync: true }),
  });
  useEarlyTyping(form);

  const submit = form.onSubmit(async (values) => {
    const { problem: refusal } = await changePassword(values);
    if (!refusal) return window.location.assign(nextPath);
    const errors = formErrorsOf(refusal, values);
    form.setErrors(errors);
    setProblem(Object.keys(errors).length === 0 ? refusal : undefined);
  });

  return (
    <>
      <h1>Change password</h1>
      <p className={classes.lead}>
        {isForced
          ? "Your password was printed when OpsDesk was set up. Choose one that only you know."
          : "Your other sessions end with it."}
      </p>
      <form className={classes.form} onSubmit={submit} noValidate>
        {problem && <ProblemNotice problem={problem} />}
        {/* For password managers, which otherwise do not know whose password this is. */}
        <input name="username" autoComplete="username" value={email ?? ""} readOnly hidden />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          key={form.key("currentPassword")}
          {...form.getInputProps("currentPassword")}
        />
        <PasswordInput
          label="New password"
          description={`At least ${numbers.passwords.minLength} characters.`}
          autoComplete="new-password"
          key={form.key("newPassword")}
          {...form.getInputProps("newPassword")}
        />
        <Button type="submit" loading={form.submitting}>
          Change password
        </Button>
        {!isForced && <Link href={nextPath}>Back to the desk</Link>}
      </form>
    </>
  );
}
