import { describe, expect, it } from "vitest";
import type { Role } from "@/db/enums";
import { auditEvents, settings } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { editSettings } from "./mutations";
import { findTwoStepRoles, readSettings } from "./queries";
import * as schema from "./schema";

const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const edit = (ctx: Context, version: number, twoStepRoles: Role[]) =>
  editSettings(ctx, schema.editSettings.parse({ version, changes: { twoStepRoles } }));

describe("the settings", () => {
  it("are version 0 before anything is set, and reading them is an event", () =>
    withContext(async (ctx) => {
      expect(await readSettings(ctx)).toEqual({ twoStepRoles: [], version: 0 });
      expect(await eventsOf(ctx)).toMatchObject([{ action: "settings.read", actorId: actors.admin.id }]);
    }));

  it("keep what was set, in the order of the roles, and tell the log before and after", () =>
    withContext(async (ctx) => {
      expect(await edit(ctx, 0, ["viewer", "admin", "viewer"])).toEqual({
        twoStepRoles: ["admin", "viewer"],
        version: 1,
      });
      expect(await edit(ctx, 1, ["admin"])).toEqual({ twoStepRoles: ["admin"], version: 2 });
      expect(await findTwoStepRoles(ctx)).toEqual(["admin"]);
      const changes = (await eventsOf(ctx)).map(({ action, before, after }) => ({ action, before, after }));
      expect(changes).toEqual([
        { action: "settings.updated", before: { twoStepRoles: [] }, after: { twoStepRoles: ["admin", "viewer"] } },
        {
          action: "settings.updated",
          before: { twoStepRoles: ["admin", "viewer"] },
          after: { twoStepRoles: ["admin"] },
        },
      ]);
    }));

  it("are not written where they are so already", () =>
    withContext(async (ctx) => {
      expect(await edit(ctx, 0, [])).toEqual({ twoStepRoles: [], version: 0 });
      expect(await editSettings(ctx, { version: 0, changes: {} })).toEqual({ twoStepRoles: [], version: 0 });
      expect([await ctx.db.$count(settings), await ctx.db.$count(auditEvents)]).toEqual([0, 0]);
    }));

  it("are stale for a version that is no more, or never was", () =>
    withContext(async (ctx) => {
      const current = await edit(ctx, 0, ["admin"]);
      for (const version of [0, 2]) {
        await expect(edit(ctx, version, ["viewer"])).rejects.toMatchObject({ code: "stale", current });
      }
      expect(await findTwoStepRoles(ctx)).toEqual(["admin"]);
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }));

  it.each([0, 1])("let one of many win that saw version %i", (version) =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 10));
      await makePartitions(open("server"));
      if (version === 1) await edit(ctx, 0, ["viewer"]);
      const edits = (["admin", "operator", "auditor"] as const).map((role) => edit(ctx, version, [role]));
      const answers = await Promise.allSettled(edits);
      const lost = answers.filter((answer) => answer.status === "rejected");
      const [won] = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      expect(lost.map(({ reason }) => [reason.code, reason.current])).toEqual(Array(2).fill(["stale", won]));
      expect(await findTwoStepRoles(ctx)).toEqual(won!.twoStepRoles);
    }),
  );

  it.each(["operator", "auditor", "viewer"] as const)("are no business of an %s", (role) =>
    withContext(async (ctx) => {
      await expect(readSettings(ctx)).rejects.toMatchObject({ code: "forbidden" });
      await expect(edit(ctx, 0, ["admin"])).rejects.toMatchObject({ code: "forbidden" });
    }, actors[role]),
  );
});
