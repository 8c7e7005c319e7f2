"use client";

import type { ReactNode } from "react";
import { EntryList } from "@/app/_components/entry-list";
import { ListFailure } from "@/app/_components/list-failure";
import { Pager } from "@/app/_components/pager";
import { Panel } from "@/app/_components/panel";
import { countText } from "@/app/_lib/count-text";
import type { Session } from "@/server/domain/sessions/schema";
import { EndedSession, LiveSession } from "./session-entry";
import classes from "./session-panels.module.css";
import { StolenTokenNotice } from "./stolen-token-notice";

type Props = {
  list: {
    data: { items: readonly Session[]; nextCursor: string | null } | undefined;
    error: unknown;
    refetch: () => unknown;
  };
  /** Where the page of the list begins; null for the first. */
  cursor: string | null;
  goTo: (cursor: string | null) => void;
  /** Ends one session, where that is allowed. */
  end?: (id: string) => Promise<unknown>;
  actions?: ReactNode;
};

/** The sessions of a user: those that are live, and those that ended lately with the reason. */
export function SessionPanels({ list, cursor, goTo, end, actions }: Props) {
  if (list.error) return <ListFailure error={list.error} retry={list.refetch} restart={() => goTo(null)} />;
  if (!list.data) return null;
  const { items: sessions, nextCursor } = list.data;
  const isWhole = cursor === null && nextCursor === null;
  const live = sessions.filter(({ endedAt }) => endedAt === null);
  const ended = sessions.filter(({ endedAt }) => endedAt !== null);
  return (
    <>
      <StolenTokenNotice sessions={ended} />
      <Panel
        title="Sessions"
        note={isWhole && countText({ count: live.length, isExact: true }, "session")}
        actions={live.length > 0 && actions}
      >
        {live.length === 0 ? (
          <p className={classes.none}>Not signed in anywhere.</p>
        ) : (
          <EntryList label="Sessions">
            {live.map((session) => (
              <LiveSession key={session.id} session={session} {...(end && { end })} />
            ))}
          </EntryList>
        )}
      </Panel>
      {ended.length > 0 && (
        <Panel title="Ended lately">
          <EntryList label="Sessions that ended lately">
            {ended.map((session) => (
              <EndedSession key={session.id} session={session} />
            ))}
          </EntryList>
        </Panel>
      )}
      {!isWhole && (
        <Pager
          shown={sessions.length}
          total={undefined}
          next={nextCursor}
          cursor={cursor}
          nextLabel="Older"
          goTo={goTo}
        />
      )}
    </>
  );
}
