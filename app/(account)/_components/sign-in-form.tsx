"use client";

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useState } from "react";
import { Notice } from "@/app/_components/notice";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { dutyPath } from "@/app/_lib/duty";
import type { Problem } from "@/app/_lib/problem";
import { hasSession, signIn } from "@/app/_lib/session";
import { useEarlyTyping } from "@/app/_lib/use-early-typing";
import * as schema from "@/server/domain/sessions/schema";
import classes from "./account.module.css";
import { useIsSecure } from "./use-is-secure";

type Props = {
  nextPath: string;
  /** Whether somebody comes from choosing a password. */
  isPasswordSet: boolean;
};

/** Starts a session and goes on to where somebody wanted to go. */
export function SignInForm({ nextPath, isPasswordSet }: Props) {
  const isSecure = useIsSecure();
  const [problem, setProblem] = useState<Problem>();
  const [isCookieRefused, setCookieRefused] = useState(false);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "", totp: "" },
    validate: schemaResolver(schema.signIn, { sync: true }),
  });
  useEarlyTyping(form);

  const submit = form.onSubmit(async ({ totp, ...values }) => {
    const answer = await signIn(totp.trim() === "" ? values : { ...values, totp });
    setProblem(answer.problem);
    if (answer.problem) return;
    const isKept = await hasSession();
    setCookieRefused(!isKept);
    if (isKept) leaveFor(answer.value.duty ? dutyPath(answer.value.duty, nextPath) : nextPath);
  });

  return (
    <>
      <h1>Sign in</h1>
      <form className={classes.form} onSubmit={submit} noValidate>
        {isPasswordSet && <Notice tone="proven" title="Your password is set. Sign in with it." />}
        {(!isSecure || isCookieRefused) && <NeedsHttps />}
        {problem && <ProblemNotice problem={problem} />}
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          autoFocus
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <TextInput
          label="Authentication code"
          description="Only if you use two-step sign-in."
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          key={form.key("totp")}
          {...form.getInputProps("totp")}
        />
        <Button type="submit" loading={form.submitting} disabled={!isSecure}>
          Sign in
        </Button>
      </form>
    </>
  );
}

/** A full load, so that nothing of another session stays in memory. */
function leaveFor(path: string): void {
  window.location.assign(path);
}

function NeedsHttps() {
  return (
    <Notice tone="warning" title="Signing in needs https">
      Browsers keep the sign-in cookie only on https, or at http://localhost on the machine itself. Put a reverse proxy
      with https in front and set PUBLIC_URL to its address, or open OpsDesk through a tunnel to localhost.
    </Notice>
  );
}
