"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { ConfirmButton } from "@/app/_components/confirm-button";
import { PageHeader } from "@/app/_components/page-header";
import { pageInput } from "@/app/_lib/page-input";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import page from "@/app/(desk)/account/_components/account-page.module.css";
import { SessionPanels } from "./session-panels";

/** Where one is signed in oneself. */
export function OwnSessions() {
  const api = useApi();
  const client = useApiClient();
  const changing = useAccountChange();
  const [cursor, setCursor] = useState<string | null>(null);
  const list = useQuery({ ...api.sessions.list.queryOptions(pageInput(cursor)), placeholderData: keepPreviousData });
  const endOthers = (
    <ConfirmButton
      label="End all others…"
      title="End all other sessions?"
      confirmLabel="End all others"
      run={() => changing(client.sessions.endOthers.mutate())}
    >
      <p>You stay signed in here. Everywhere else you are signed out within seconds. API tokens go on working.</p>
    </ConfirmButton>
  );
  const others = list.data?.items.some(({ endedAt, isCurrent }) => !endedAt && !isCurrent);
  return (
    <>
      <PageHeader title="Sessions" note="where you are signed in" />
      <div className={page.body}>
        <SessionPanels
          list={list}
          cursor={cursor}
          goTo={setCursor}
          actions={others && endOthers}
          end={(id) => changing(client.sessions.end.mutate({ id }))}
        />
      </div>
    </>
  );
}
