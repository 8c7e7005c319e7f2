import { Notice } from "@/app/_components/notice";
import { deviceText } from "@/app/_lib/device-text";
import { exactTime } from "@/app/_lib/time";
import type { Session } from "@/server/domain/sessions/schema";

/** Warns of sessions that ended because a refresh token came twice: either a faulty client, or somebody who copied it. */
export function StolenTokenNotice({ sessions }: { sessions: readonly Session[] }) {
  const reused = sessions.filter(({ ending }) => ending === "refresh_token_reused");
  if (reused.length === 0) return null;
  return (
    <Notice tone="warning" title="A refresh token was used twice">
      <p>
        Somebody may have copied it, so the session was ended. Unless a script of this account is at fault, change the
        password.
      </p>
      <ul>
        {reused.map(({ id, userAgent, ip, endedAt }) => (
          <li key={id}>
            {deviceText(userAgent)}, <code>{ip ?? "no address"}</code>, {endedAt && exactTime(endedAt)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
