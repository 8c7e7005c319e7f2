"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { pageInput } from "@/app/_lib/page-input";
import { useCan } from "@/app/(desk)/_components/profile";
import { useAccountChange } from "@/app/(desk)/_components/use-account-change";
import { ApiTokenPanel } from "@/app/(desk)/account/api-tokens/_components/api-token-panel";
import type { User } from "@/server/domain/users/schema";

/** What a user's scripts use. */
export function UserApiTokens({ user: { id } }: { user: User }) {
  const api = useApi();
  const client = useApiClient();
  const changing = useAccountChange();
  const canRevoke = useCan("api-tokens.revoke-any");
  const [cursor, setCursor] = useState<string | null>(null);
  const list = useQuery({
    ...api.apiTokens.listOf.queryOptions({ id, ...pageInput(cursor) }),
    placeholderData: keepPreviousData,
  });
  return (
    <ApiTokenPanel
      list={list}
      cursor={cursor}
      goTo={setCursor}
      {...(canRevoke && { revoke: (tokenId: string) => changing(client.apiTokens.revoke.mutate({ id: tokenId })) })}
    />
  );
}
