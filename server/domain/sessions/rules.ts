import type { SessionKind } from "@/db/enums";
import { numbers } from "@/server/domain/numbers";

const dayMilliseconds = 86_400_000;

/** The moments before which a session must not have begun, and not have been used last, to be good at `now`. */
export function sessionLimits(now: Date): { createdAfter: string; usedAfter: string } {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMilliseconds).toISOString();
  return { createdAfter: daysAgo(numbers.sessions.absoluteDays), usedAfter: daysAgo(numbers.sessions.idleDays) };
}

/** When a session ends unless it is used before: idle for too long, or too old. */
export function expiryOf({ createdAt, lastUsedAt }: { createdAt: string; lastUsedAt: string }): string {
  const idleEnd = Date.parse(lastUsedAt) + numbers.sessions.idleDays * dayMilliseconds;
  const absoluteEnd = Date.parse(createdAt) + numbers.sessions.absoluteDays * dayMilliseconds;
  return new Date(Math.min(idleEnd, absoluteEnd)).toISOString();
}

/** How long an attempt to sign in waits after so many failures for its account, in milliseconds: from none, doubled each time. */
export function signInDelay(failures: number): number {
  const { failuresBeforeDelay, firstDelayMilliseconds, maxDelayMilliseconds } = numbers.signIn;
  if (failures < failuresBeforeDelay) return 0;
  return Math.min(maxDelayMilliseconds, firstDelayMilliseconds * 2 ** (failures - failuresBeforeDelay));
}

/** What a session is, to people who read the log. */
export const sessionLabels: Record<SessionKind, string> = { browser: "browser session", api: "API session" };

type Exchange = { isNewest: boolean; isPrevious: boolean; refreshedAt: string | null };

/**
 * What becomes of a refresh token that is presented: exchanged for the next one; answered with the one it was exchanged for a
 * moment ago, because parallel requests of one client do that; or reused, which only a thief does.
 */
export function judgeRefresh(
  { isNewest, isPrevious, refreshedAt }: Exchange,
  now: Date,
): "rotate" | "share" | "reused" {
  if (isNewest) return "rotate";
  const sinceMilliseconds = refreshedAt === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(refreshedAt);
  return isPrevious && sinceMilliseconds <= numbers.sessions.refreshOverlapSeconds * 1_000 ? "share" : "reused";
}
