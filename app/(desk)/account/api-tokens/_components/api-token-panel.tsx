"use client";

import { EntryList } from "@/app/_components/entry-list";
import { ListFailure } from "@/app/_components/list-failure";
import { Pager } from "@/app/_components/pager";
import { Panel } from "@/app/_components/panel";
import type { ApiToken } from "@/server/domain/api-tokens/schema";
import { ApiTokenEntry } from "./api-token-entry";
import classes from "./api-token-panel.module.css";

type Props = {
  list: {
    data: { items: readonly ApiToken[]; nextCursor: string | null } | undefined;
    error: unknown;
    refetch: () => unknown;
  };
  /** Where the page of the list begins; null for the first. */
  cursor: string | null;
  goTo: (cursor: string | null) => void;
  /** Revokes one token, where that is allowed. */
  revoke?: (id: string) => Promise<unknown>;
};

/** The API tokens of a user, the newest first. */
export function ApiTokenPanel({ list, cursor, goTo, revoke }: Props) {
  if (list.error) return <ListFailure error={list.error} retry={list.refetch} restart={() => goTo(null)} />;
  if (!list.data) return null;
  const { items: tokens, nextCursor } = list.data;
  return (
    <Panel title="API tokens">
      {tokens.length === 0 && <p className={classes.none}>None.</p>}
      {tokens.length > 0 && (
        <EntryList label="API tokens">
          {tokens.map((apiToken) => (
            <ApiTokenEntry key={apiToken.id} apiToken={apiToken} {...(revoke && { revoke })} />
          ))}
        </EntryList>
      )}
      {(cursor !== null || nextCursor !== null) && (
        <Pager
          shown={tokens.length}
          total={undefined}
          next={nextCursor}
          cursor={cursor}
          nextLabel="Older"
          goTo={goTo}
        />
      )}
    </Panel>
  );
}
