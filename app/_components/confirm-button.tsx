"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { problemOf } from "@/app/_lib/problem";
import { Dialog } from "./dialog";
import classes from "./dialog.module.css";
import { ProblemNotice } from "./problem-notice";

type Props = {
  label: string;
  /** For those who do not see where the button stands: which of many it is. */
  accessibleLabel?: string;
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirmLabel: string;
  run: () => Promise<unknown>;
};

/** A button for what cannot be taken back: it says what will happen before it does it. */
export function ConfirmButton({ label, accessibleLabel, ...question }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" aria-label={accessibleLabel} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && (
        <Dialog title={question.title} onClose={() => setOpen(false)}>
          {(close) => <Question {...question} close={close} />}
        </Dialog>
      )}
    </>
  );
}

type QuestionProps = Omit<Props, "label" | "accessibleLabel" | "title"> & { close: () => void };

function Question({ children, confirmLabel, run, close }: QuestionProps) {
  const { mutate, isPending, error } = useMutation({ mutationFn: run, onSuccess: close });
  return (
    <div className={classes.body}>
      {children}
      {error && <ProblemNotice problem={problemOf(error)} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={close} autoFocus>
          Cancel
        </Button>
        <Button loading={isPending} onClick={() => mutate()}>
          {confirmLabel}
        </Button>
      </div>
    </div>
  );
}
