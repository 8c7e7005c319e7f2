"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { EmptyList } from "@/app/_components/empty-list";
import { LinkButton } from "@/app/_components/link-button";
import { PageHeader } from "@/app/_components/page-header";
import { pageInput } from "@/app/_lib/page-input";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import page from "@/app/(desk)/account/_components/account-page.module.css";
import { ApiTokenPanel } from "./api-token-panel";

/** One's own API tokens, for scripts. */
export function OwnApiTokens() {
  const api = useApi();
  const client = useApiClient();
  const changing = useAccountChange();
  const [cursor, setCursor] = useState<string | null>(null);
  const list = useQuery({ ...api.apiTokens.list.queryOptions(pageInput(cursor)), placeholderData: keepPreviousData });
  const isEmpty = cursor === null && list.data?.items.length === 0;
  const create = (
    <LinkButton href="/account/api-tokens/new" variant="filled">
      New token
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="API tokens" note="for scripts" actions={!isEmpty && create} />
      {isEmpty ? (
        <EmptyList title="No API tokens yet" actions={create}>
          A token lets a script use the API as you, for what you choose and as long as you choose.
        </EmptyList>
      ) : (
        <div className={page.body}>
          <ApiTokenPanel
            list={list}
            cursor={cursor}
            goTo={setCursor}
            revoke={(id) => changing(client.apiTokens.revoke.mutate({ id }))}
          />
        </div>
      )}
    </>
  );
}
