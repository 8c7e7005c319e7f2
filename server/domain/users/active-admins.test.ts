import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, users } from "@/db/schema";
import { activeAdmins } from "@/server/domain/active-admins/keep-one";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { addPerson } from "@/server/test/people";
import { deactivateUser, editUser } from "./mutations";
import { getUser } from "./queries";
import type { User } from "./schema";

const demote = (ctx: Context, { id, version }: User) => editUser(ctx, { id, version, changes: { role: "viewer" } });
const changes = { demote, deactivate: deactivateUser };

describe("the last active admin", () => {
  it.each(Object.entries(changes))("stays one (%s)", (_, change) =>
    withContext(async (ctx) => {
      const admin = await addPerson(ctx, { role: "admin" });
      const refused = change(ctx, admin);
      await expect(refused).rejects.toMatchObject({ code: "conflict" });
      expect(await getUser(ctx, admin)).toEqual(admin);
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }),
  );

  it.each(Object.entries(changes))("is not spared by those who cannot sign in (%s)", (_, change) =>
    withContext(async (ctx) => {
      const admin = await addPerson(ctx, { role: "admin" });
      await addPerson(ctx, { role: "admin", isInvited: true });
      const gone = await addPerson(ctx, { role: "admin" });
      await deactivateUser(ctx, gone);
      await expect(change(ctx, admin)).rejects.toMatchObject({ code: "conflict" });
    }),
  );

  it("is no reason to keep an admin who never signed in", () =>
    withContext(async (ctx) => {
      await addPerson(ctx, { role: "admin" });
      const invited = await addPerson(ctx, { role: "admin", isInvited: true });
      expect(await demote(ctx, invited)).toMatchObject({ role: "viewer" });
    }));

  it("may have another name, and becomes another's peer", () =>
    withContext(async (ctx) => {
      const [admin, other] = [await addPerson(ctx, { role: "admin" }), await addPerson(ctx, { role: "admin" })];
      const renamed = await editUser(ctx, { id: admin.id, version: 1, changes: { name: "Root" } });
      await demote(ctx, other);
      await expect(demote(ctx, renamed)).rejects.toMatchObject({ code: "conflict" });
    }));

  it.each([
    ["demote", "demote"],
    ["demote", "deactivate"],
    ["deactivate", "deactivate"],
  ] as const)("is left however often two admins %s and %s each other in the same moment", (one, other) =>
    withDatabase(async ({ open }) => {
      const [db, otherDb] = [open("server", 2), open("server", 2)];
      await makePartitions(db);
      const [ctx, otherCtx] = [contextOver(db), contextOver(otherDb)];
      const admins = [await addPerson(ctx, { role: "admin" }), await addPerson(ctx, { role: "admin" })];
      for (let time = 0; time < 50; time++) {
        const [first, second] = await Promise.all(admins.map((admin) => getUser(ctx, admin)));
        const answers = await Promise.allSettled([changes[one](ctx, second!), changes[other](otherCtx, first!)]);
        expect(await db.$count(users, activeAdmins)).toBe(1);
        const lost = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
        expect(lost).toEqual(["conflict"]);
        await unaudited(ctx, "both are admins again", (tx) =>
          tx.db.update(users).set({ role: "admin", deactivatedAt: null }).where(eq(users.name, "Somebody")),
        );
      }
    }),
  );
});
