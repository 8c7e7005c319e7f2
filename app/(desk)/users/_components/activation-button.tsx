"use client";

import { useApiClient } from "@/app/_components/api-provider";
import { ConfirmButton } from "@/app/_components/confirm-button";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import type { User } from "@/server/domain/users/schema";

/** Keeps a user out, or lets one in again. Users are never deleted, because what they did stays. */
export function ActivationButton({ user: { id, email, version, status } }: { user: User }) {
  const client = useApiClient();
  const changing = useAccountChange();
  if (status === "deactivated") {
    return (
      <ConfirmButton
        label="Reactivate…"
        title={`Reactivate ${email}?`}
        confirmLabel="Reactivate"
        run={() => changing(client.users.reactivate.mutate({ id, version }))}
      >
        <p>The user may sign in again with the password of before. Sessions and API tokens that ended stay ended.</p>
      </ConfirmButton>
    );
  }
  return (
    <ConfirmButton
      label="Deactivate…"
      title={`Deactivate ${email}?`}
      confirmLabel="Deactivate"
      run={() => changing(client.users.deactivate.mutate({ id, version }))}
    >
      <p>
        All sessions of the user end within seconds, the API tokens are revoked, and nobody can sign in as this user.
        What the user did stays in the audit log. You can reactivate the user later.
      </p>
    </ConfirmButton>
  );
}
