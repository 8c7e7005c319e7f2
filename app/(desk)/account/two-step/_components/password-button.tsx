"use client";

import { Button, PasswordInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { type ReactNode, useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import dialog from "@/app/_components/dialog.module.css";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { formErrorsOf } from "@/app/_lib/form-errors";
import type { Answer } from "@/app/_lib/post-json";
import type { Problem } from "@/app/_lib/problem";
import { useProfile } from "@/app/(desk)/_components/profile";
import { withPassword } from "@/server/domain/two-step/schema";

type Question<T> = {
  submitLabel: string;
  send: (password: string) => Promise<Answer<T>>;
  onDone: (value: T) => unknown;
  /** What will happen. */
  children?: ReactNode;
};

type Props<T> = Question<T> & { label: string; title: string; variant?: "default" | "filled" };

/** A button for a change that asks for the password first. */
export function PasswordButton<T>({ label, title, variant = "default", ...question }: Props<T>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          {(close) => <PasswordForm {...question} close={close} />}
        </Dialog>
      )}
    </>
  );
}

function PasswordForm<T>({ submitLabel, send, onDone, children, close }: Question<T> & { close: () => void }) {
  const { email } = useProfile();
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { password: "" },
    validate: schemaResolver(withPassword, { sync: true }),
  });
  const submit = form.onSubmit(async ({ password }) => {
    const answer = await send(password);
    if (!answer.problem) {
      close();
      onDone(answer.value);
      return;
    }
    const errors = formErrorsOf(answer.problem, { password });
    form.setErrors(errors);
    setProblem(Object.keys(errors).length === 0 ? answer.problem : undefined);
  });
  return (
    <form className={dialog.body} onSubmit={submit} noValidate>
      {children && <p>{children}</p>}
      {problem && <ProblemNotice problem={problem} />}
      {/* For password managers, which otherwise do not know whose password this is. */}
      <input name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        autoFocus
        key={form.key("password")}
        {...form.getInputProps("password")}
      />
      <div className={dialog.actions}>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={form.submitting}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
