"use client";

import { Notice } from "@/app/_components/notice";
import classes from "./account.module.css";
import { SetPasswordForm } from "./set-password-form";
import { useFragment } from "./use-fragment";

/** Chooses a password with a link that an admin handed over. The link's secret never leaves the browser but to be checked. */
export function SetPassword() {
  const secret = useFragment();
  return (
    <>
      <h1>Choose a password</h1>
      {secret && <SetPasswordForm secret={secret} />}
      {secret === null && (
        <div className={classes.form}>
          <Notice tone="warning" title="This link is not complete">
            Open the whole link that your admin gave you, with everything after the <code>#</code>. It works once; where
            it was opened before, open it again, or ask for a new one.
          </Notice>
        </div>
      )}
    </>
  );
}
