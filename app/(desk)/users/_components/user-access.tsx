"use client";

import { useState } from "react";
import { useApiClient } from "@/app/_components/api-provider";
import { ConfirmButton } from "@/app/_components/confirm-button";
import { Entry, EntryList } from "@/app/_components/entry-list";
import { Panel } from "@/app/_components/panel";
import { useProfile } from "@/app/(desk)/_components/profile";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import { numbers } from "@/server/domain/numbers";
import type { PasswordLink, User } from "@/server/domain/users/schema";
import { ActivationButton } from "./activation-button";
import { PasswordLinkOnce } from "./password-link-once";
import classes from "./user-detail.module.css";

/** How a user gets in, and how that is stopped. */
export function UserAccess({ user }: { user: User }) {
  const client = useApiClient();
  const changing = useAccountChange();
  const isOneself = useProfile().id === user.id;
  const [link, setLink] = useState<PasswordLink>();
  const { id, email } = user;
  const newLink = (
    <ConfirmButton
      label="New password link…"
      title={`Make a password link for ${email}?`}
      confirmLabel="Make the link"
      run={async () => setLink(await changing(client.users.createPasswordLink.mutate({ id })))}
    >
      <p>
        You get a link with which the user chooses a new password, once, within {numbers.passwords.linkHours} h. Links
        made before stop working. The password of now works until then.
      </p>
    </ConfirmButton>
  );
  const resetTwoStep = (
    <ConfirmButton
      label="Reset…"
      accessibleLabel="Reset two-step sign-in…"
      title={`Reset two-step sign-in of ${email}?`}
      confirmLabel="Reset two-step sign-in"
      run={() => changing(client.users.resetTwoStep.mutate({ id }))}
    >
      <p>
        The user then signs in with the password alone, and may set up an authenticator again. The recovery codes stop
        working. Make sure that it is the user who asks.
      </p>
    </ConfirmButton>
  );
  return (
    <Panel title="Access">
      <EntryList label="Access">
        <Entry name="Password" actions={user.status !== "deactivated" && newLink}>
          <li>{user.status === "invited" ? "not chosen yet" : "chosen by the user"}</li>
        </Entry>
        <Entry name="Two-step sign-in" actions={user.hasTwoStep && !isOneself && resetTwoStep}>
          <li>{twoStepNote(user.hasTwoStep, isOneself)}</li>
        </Entry>
        <Entry name="Account" actions={<ActivationButton user={user} />}>
          <li>{accountNotes[user.status]}</li>
        </Entry>
      </EntryList>
      {link && (
        <div className={classes.once}>
          <PasswordLinkOnce key={link.path} link={link} email={email} />
        </div>
      )}
    </Panel>
  );
}

const accountNotes: Record<User["status"], string> = {
  active: "may sign in",
  invited: "may sign in once the password is chosen",
  deactivated: "deactivated: signs in nowhere",
};

function twoStepNote(isOn: boolean, isOneself: boolean): string {
  if (!isOn) return "off: the user sets it up";
  return isOneself ? "on: turn your own off in your account" : "on";
}
