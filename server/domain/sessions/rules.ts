import { createHash } from "node:crypto";
import { numbers } from "@/server/domain/numbers";

const dayMilliseconds = 86_400_000;

/** What is kept of a session's secret. A secret of 256 random bits needs no slow hash. */
export function hashSecret(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

/** The moments before which a session must not have begun, and not have been used last, to be good at `now`. */
export function sessionLimits(now: Date): { createdAfter: string; usedAfter: string } {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMilliseconds).toISOString();
  return { createdAfter: daysAgo(numbers.sessions.absoluteDays), usedAfter: daysAgo(numbers.sessions.idleDays) };
}
