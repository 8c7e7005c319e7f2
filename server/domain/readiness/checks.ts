import { sql } from "drizzle-orm";
import type { Db } from "@/db/connect";
import { isMigrated } from "@/db/migrate";
import { recordEvents } from "@/server/domain/audit/record";
import { type Context, system, type WriteContext } from "@/server/domain/context";
import { HintSet } from "@/server/domain/hints/hint";

/** One precondition of serving; the sentence says what is missing, undefined that nothing is. */
export type Check = (ctx: Context) => Promise<string | undefined>;

class RolledBack extends Error {}

/** What must hold before a process takes requests. */
export const checks = {
  database: async (ctx) => {
    await (ctx.db as Db).execute(sql`select 1`);
    return undefined;
  },
  migrations: async (ctx) => ((await isMigrated(ctx.db as Db)) ? undefined : "migrations are pending"),
  /** Writes an event as every change does, and takes it back. */
  audit: async (ctx) => {
    const event = { action: "audit.checked", subject: { type: "audit", id: null, label: "audit log" } } as const;
    try {
      await (ctx.db as Db).transaction(async (db) => {
        const tx: WriteContext = { ...ctx, actor: system, db };
        await recordEvents(tx, [event], new HintSet());
        throw new RolledBack();
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) return "the audit log cannot be written";
    }
    return undefined;
  },
} satisfies Record<string, Check>;
