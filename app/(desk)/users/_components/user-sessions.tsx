"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { ConfirmButton } from "@/app/_components/confirm-button";
import { pageInput } from "@/app/_lib/page-input";
import { useCan } from "@/app/(desk)/_components/profile";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import { SessionPanels } from "@/app/(desk)/account/sessions/_components/session-panels";
import type { User } from "@/server/domain/users/schema";

/** Where a user is signed in, and was lately. */
export function UserSessions({ user: { id, email } }: { user: User }) {
  const api = useApi();
  const client = useApiClient();
  const changing = useAccountChange();
  const canEnd = useCan("sessions.end-any");
  const [cursor, setCursor] = useState<string | null>(null);
  const list = useQuery({
    ...api.sessions.listOf.queryOptions({ id, ...pageInput(cursor) }),
    placeholderData: keepPreviousData,
  });
  const endAll = canEnd && (
    <ConfirmButton
      label="End all…"
      accessibleLabel="End all sessions…"
      title={`End all sessions of ${email}?`}
      confirmLabel="End all sessions"
      run={() => changing(client.sessions.endAllOf.mutate({ id }))}
    >
      <p>The user is signed out everywhere within seconds, and may sign in again.</p>
    </ConfirmButton>
  );
  return (
    <SessionPanels
      list={list}
      cursor={cursor}
      goTo={setCursor}
      actions={endAll}
      {...(canEnd && { end: (sessionId: string) => changing(client.sessions.end.mutate({ id: sessionId })) })}
    />
  );
}
