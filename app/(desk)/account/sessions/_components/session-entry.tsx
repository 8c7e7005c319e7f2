import { ConfirmButton } from "@/app/_components/confirm-button";
import { Entry } from "@/app/_components/entry-list";
import { RelativeTime } from "@/app/_components/relative-time";
import { deviceText } from "@/app/_lib/device-text";
import { exactTime } from "@/app/_lib/time";
import type { Session } from "@/server/domain/sessions/schema";
import { endingText } from "./ending-text";
import classes from "./session-panels.module.css";

/** A session that can be used now: where, since when, and a way to end it unless it is the one that asks. */
export function LiveSession({ session, end }: { session: Session; end?: (id: string) => Promise<unknown> }) {
  const device = deviceText(session.userAgent);
  const canEnd = end && !session.isCurrent;
  return (
    <Entry
      name={<Device session={session} />}
      marks={session.isCurrent && <span className={classes.mark}>this session</span>}
      actions={
        canEnd && (
          <ConfirmButton
            label="End…"
            accessibleLabel={`End the session of ${device}…`}
            title={`End the session of ${device}?`}
            confirmLabel="End the session"
            run={() => end(session.id)}
          >
            <p>Whoever uses it is signed out within seconds, and needs the password to come back.</p>
          </ConfirmButton>
        )
      }
    >
      <Address ip={session.ip} />
      <li>
        last used <RelativeTime at={session.lastUsedAt} exactSide="after" />
      </li>
      <li>started {exactTime(session.createdAt)}</li>
    </Entry>
  );
}

export function EndedSession({ session }: { session: Session }) {
  return (
    <Entry name={<Device session={session} />}>
      <li>{session.ending === null ? "expired" : endingText[session.ending]}</li>
      <li>
        ended <RelativeTime at={session.endedAt ?? session.expiresAt} exactSide="after" />
      </li>
      <Address ip={session.ip} />
    </Entry>
  );
}

function Device({ session: { userAgent, kind } }: { session: Session }) {
  return (
    <>
      <span {...(userAgent !== null && { title: userAgent })}>{deviceText(userAgent)}</span>
      {kind === "api" && <span className={classes.kind}> · API client</span>}
    </>
  );
}

function Address({ ip }: { ip: string | null }) {
  return <li>{ip === null ? "no address" : <code>{ip}</code>}</li>;
}
