"use client";

import { Button, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Copy } from "@/app/_components/copy";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { formErrorsOf } from "@/app/_lib/form-errors";
import type { Problem } from "@/app/_lib/problem";
import { type AuthenticatorSecret, confirmTwoStep } from "@/server/domain/two-step/schema";
import classes from "./two-step.module.css";
import { confirm } from "./two-step-requests";

/** Fetched by those alone who set up an authenticator. */
const QrCode = dynamic(() => import("./qr-code").then((module) => module.QrCode), { ssr: false });

type Props = { secret: AuthenticatorSecret; onConfirmed: (codes: string[]) => void; cancel: () => void };

/** Hands the secret to an authenticator, and turns two-step sign-in on once that shows a right code. */
export function ConfirmAuthenticator({ secret: { secret, uri }, onConfirmed, cancel }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { code: "" },
    validate: schemaResolver(confirmTwoStep, { sync: true }),
  });
  const submit = form.onSubmit(async (values) => {
    const answer = await confirm(values.code);
    if (!answer.problem) return onConfirmed(answer.value.codes);
    const errors = formErrorsOf(answer.problem, values);
    form.setErrors(errors);
    setProblem(Object.keys(errors).length === 0 ? answer.problem : undefined);
  });
  return (
    <Panel title="Add OpsDesk to your authenticator">
      <form className={classes.setUp} onSubmit={submit} noValidate>
        <QrCode uri={uri} />
        <div className={classes.steps}>
          {problem && <ProblemNotice problem={problem} />}
          <p>Scan the picture with an authenticator, or type this secret into it:</p>
          <p className={classes.secret}>
            <code>{secret.match(/.{1,4}/g)?.join(" ")}</code>
            <Copy value={secret} what="secret" />
          </p>
          <TextInput
            label="Code"
            description="The six digits that the authenticator shows now."
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            key={form.key("code")}
            {...form.getInputProps("code")}
          />
          <div className={classes.actions}>
            <Button type="submit" loading={form.submitting}>
              Turn on
            </Button>
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
          </div>
        </div>
      </form>
    </Panel>
  );
}
