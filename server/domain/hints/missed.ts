import { and, gte, inArray } from "drizzle-orm";
import { auditEvents } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { audibleNouns, type Hint, HintSet } from "./hint";

/**
 * The hints since a moment, from the audit log, which has every change; a few from before it too, because events are not
 * committed in the order of their times. Undefined where the moment is too long ago: then everything must be fetched again.
 */
export async function hintsSince(ctx: Context, moment: Date): Promise<Hint[] | undefined> {
  const { resumeMinutes, resumeOverlapSeconds, maxMissed } = numbers.streams;
  const sinceMilliseconds = ctx.now().getTime() - moment.getTime();
  if (!(sinceMilliseconds <= resumeMinutes * 60_000)) return undefined;
  const from = new Date(moment.getTime() - resumeOverlapSeconds * 1_000).toISOString();
  const rows = await ctx.db
    .selectDistinct({ noun: auditEvents.subjectType, id: auditEvents.subjectId })
    .from(auditEvents)
    .where(and(gte(auditEvents.occurredAt, from), inArray(auditEvents.subjectType, audibleNouns)))
    .limit(maxMissed + 1);
  if (rows.length > maxMissed) return undefined;
  const hints = new HintSet();
  for (const row of rows) hints.add(row);
  if (rows.length > 0) hints.add({ noun: "audit-event", id: null });
  return hints.drain();
}
