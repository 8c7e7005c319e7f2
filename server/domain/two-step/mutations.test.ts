import { eq, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { auditEvents, authenticators, recoveryCodes } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { type Actor, type Context, system } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { editSettings } from "@/server/domain/settings/mutations";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { addUsers, inMonths, password } from "@/server/test/server";
import { beginTwoStep, confirmTwoStep, newRecoveryCodes, resetTwoStep, takeCode, turnOffTwoStep } from "./mutations";
import { getTwoStepState, hasTwoStep } from "./queries";

const stepMilliseconds = 30_000;
const person = { id: actors.operator.id, email: actors.operator.label };
const codeOf = (secret: string, now: Date) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });
const later = (ctx: Context, steps: number): Context => {
  const now = new Date(ctx.now().getTime() + steps * stepMilliseconds);
  return { ...ctx, now: () => now };
};
const take = (ctx: Context, code: string) =>
  unaudited(ctx, "the test records nothing", (tx) => takeCode(tx, person, code));
const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const actionsOf = async (ctx: Context) => (await eventsOf(ctx)).map(({ action }) => action);

/** In a transaction that is rolled back, at a moment that stands still, with a user of each role. */
const withUsers = (body: (ctx: Context) => Promise<void>, actor: Actor = actors.operator) =>
  withContext(async (ctx) => {
    const moment = ctx.now();
    await makePartitions(ctx.db as Db, inMonths(1));
    await addUsers(ctx.db as Db);
    await body({ ...ctx, now: () => moment });
  }, actor);

/** Turns it on. Gives the secret of the authenticator and the recovery codes. */
async function setUp(ctx: Context): Promise<{ secret: string; codes: string[] }> {
  const { secret } = await beginTwoStep(ctx, { password });
  const { codes } = await confirmTwoStep(ctx, { code: codeOf(secret, ctx.now()) });
  return { secret, codes };
}

describe("setting up", () => {
  it("is on when the authenticator was shown to work, with ten recovery codes and one event", () =>
    withUsers(async (ctx) => {
      const { secret, uri } = await beginTwoStep(ctx, { password });
      expect(uri).toContain(secret);
      const off = { isOn: false, isRequired: false, confirmedAt: null, recoveryCodesLeft: 0 };
      expect(await getTwoStepState(ctx)).toEqual(off);
      expect([await hasTwoStep(ctx, person.id), await take(ctx, codeOf(secret, ctx.now()))]).toEqual([
        false,
        undefined,
      ]);

      const { codes } = await confirmTwoStep(ctx, { code: codeOf(secret, ctx.now()) });
      expect(new Set(codes).size).toBe(10);
      const confirmedAt = ctx.now().toISOString();
      expect(await getTwoStepState(ctx)).toEqual({ ...off, isOn: true, confirmedAt, recoveryCodesLeft: 10 });
      expect(await hasTwoStep(ctx, person.id)).toBe(true);
      const [event, ...others] = await eventsOf(ctx);
      expect(others).toEqual([]);
      expect(event).toMatchObject({ action: "user.two-step-set-up", subjectType: "user", subjectId: person.id });
    }));

  it("leaves no secret that means anything in a copy of the database", () =>
    withUsers(async (ctx) => {
      const { secret, codes } = await setUp(ctx);
      const dumped = await (ctx.db as Db).execute(sql`
        select coalesce(string_agg(text, ''), '') as text from (
          select authenticators::text from authenticators
          union all select recovery_codes::text from recovery_codes
          union all select audit_events::text from audit_events) as rows (text)`);
      const text = String(dumped[0]!.text);
      const plain = [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))];
      const spellings = plain.flatMap((value) => [value, Buffer.from(value).toString("hex")]);
      for (const spelling of [...spellings, Secret.fromBase32(secret).hex.toLowerCase()]) {
        expect(text).not.toContain(spelling);
      }
    }));

  it("may be begun anew until it is confirmed, and then not", () =>
    withUsers(async (ctx) => {
      const first = await beginTwoStep(ctx, { password });
      const second = await beginTwoStep(ctx, { password });
      expect(second.secret).not.toBe(first.secret);
      const stale = confirmTwoStep(ctx, { code: codeOf(first.secret, ctx.now()) });
      await expect(stale).rejects.toMatchObject({ code: "invalid", errors: [{ path: "code" }] });
      await confirmTwoStep(ctx, { code: codeOf(second.secret, ctx.now()) });
      await expect(beginTwoStep(ctx, { password })).rejects.toMatchObject({ code: "conflict" });
      const again = confirmTwoStep(later(ctx, 1), { code: codeOf(second.secret, later(ctx, 1).now()) });
      await expect(again).rejects.toMatchObject({ code: "conflict" });
      expect(await take(later(ctx, 1), codeOf(second.secret, later(ctx, 1).now()))).toEqual({ events: [] });
    }));

  it("cannot be confirmed where nothing was begun", () =>
    withUsers(async (ctx) => {
      await expect(confirmTwoStep(ctx, { code: "123456" })).rejects.toMatchObject({ code: "conflict" });
    }));

  it.each([
    ["beginTwoStep", beginTwoStep],
    ["turnOffTwoStep", turnOffTwoStep],
    ["newRecoveryCodes", newRecoveryCodes],
  ] as const)("R-MFA-1 %s asks for the password, five times", (_, change) =>
    withUsers(async (ctx) => {
      for (let tries = 0; tries < numbers.twoStep.maxTries; tries++) {
        const wrong = change(ctx, { password: "wrong" });
        await expect(wrong).rejects.toMatchObject({ code: "invalid", errors: [{ path: "password" }] });
      }
      await expect(change(ctx, { password })).rejects.toMatchObject({ code: "rate_limited" });
      await expect(change(ctx, { password })).rejects.toMatchObject({ retryAfterSeconds: 900 });
      expect(await ctx.db.$count(auditEvents)).toBe(0);
      await beginTwoStep({ ...ctx, actor: actors.viewer }, { password });
    }),
  );

  it("R-MFA-1 takes five wrong codes and no more", () =>
    withUsers(async (ctx) => {
      const { secret } = await beginTwoStep(ctx, { password });
      const wrong = codeOf(secret, later(ctx, 100).now());
      for (let tries = 0; tries < numbers.twoStep.maxTries; tries++) {
        await expect(confirmTwoStep(ctx, { code: wrong })).rejects.toMatchObject({ code: "invalid" });
      }
      const right = confirmTwoStep(ctx, { code: codeOf(secret, ctx.now()) });
      await expect(right).rejects.toMatchObject({ code: "rate_limited" });
      const after = later(ctx, 30);
      await confirmTwoStep(after, { code: codeOf(secret, after.now()) });
    }));

  it("is a person's alone", () =>
    withUsers(async (ctx) => {
      const token: Actor = {
        ...actors.operator,
        kind: "api_token",
        token: { role: "operator", scopes: ["users:write"] },
      };
      const refused = beginTwoStep({ ...ctx, actor: token }, { password });
      await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    }));
});

describe("a code", () => {
  it("R-MFA-1 signs in once, one step early or late, and none before it afterwards", () =>
    withUsers(async (ctx) => {
      const { secret } = await setUp(ctx);
      const code = codeOf(secret, later(ctx, 5).now());
      expect(await take(later(ctx, 3), code)).toBeUndefined();
      expect(await take(later(ctx, 4), code)).toEqual({ events: [] });
      for (const steps of [4, 5, 6]) expect(await take(later(ctx, steps), code)).toBeUndefined();
      expect(await take(later(ctx, 5), codeOf(secret, later(ctx, 4).now()))).toBeUndefined();
      expect(await take(later(ctx, 6), codeOf(secret, later(ctx, 6).now()))).toEqual({ events: [] });
    }));

  it("R-MFA-1 that confirmed the authenticator signs nobody in", () =>
    withUsers(async (ctx) => {
      const { secret } = await setUp(ctx);
      expect(await take(ctx, codeOf(secret, ctx.now()))).toBeUndefined();
    }));

  it("R-MFA-1 of twenty parallel uses exactly one is taken, whichever kind it is", () =>
    withDatabase(async ({ open }) => {
      const db = open("server", 20);
      await makePartitions(db, inMonths(1));
      await addUsers(db);
      const ctx = contextOver(db, actors.operator);
      const { secret, codes } = await setUp(ctx);
      const soon = later(ctx, 1);
      for (const code of [codeOf(secret, soon.now()), codes[3]!]) {
        const taken = await Promise.all(Array.from({ length: 20 }, () => take(soon, code)));
        expect(taken.filter((answer) => answer !== undefined)).toHaveLength(1);
      }
    }));

  it("of another user is nobody's", () =>
    withUsers(async (ctx) => {
      await setUp(ctx);
      const other = await setUp({ ...ctx, actor: actors.viewer });
      const soon = later(ctx, 1);
      expect(await take(soon, codeOf(other.secret, soon.now()))).toBeUndefined();
      expect(await take(soon, other.codes[0]!)).toBeUndefined();
    }));
});

describe("a recovery code", () => {
  it("signs in once, however it is typed, and gives the event that tells how many are left", () =>
    withUsers(async (ctx) => {
      const { codes } = await setUp(ctx);
      const typed = ` ${codes[0]!.toLowerCase().replaceAll("-", " ")} `;
      const subject = { type: "user", id: person.id, label: person.email };
      const after = { recoveryCodesLeft: 9 };
      expect(await take(ctx, typed)).toEqual({ events: [{ action: "user.recovery-code-used", subject, after }] });
      expect([await take(ctx, codes[0]!), await take(ctx, typed)]).toEqual([undefined, undefined]);
      expect(await take(ctx, codes[9]!)).toBeDefined();
      expect(await getTwoStepState(ctx)).toMatchObject({ isOn: true, recoveryCodesLeft: 8 });
    }));

  it("is no longer good when there are new ones", () =>
    withUsers(async (ctx) => {
      const first = await setUp(ctx);
      const second = await newRecoveryCodes(ctx, { password });
      expect(new Set([...first.codes, ...second.codes]).size).toBe(20);
      expect(await take(ctx, first.codes[0]!)).toBeUndefined();
      expect(await take(ctx, second.codes[0]!)).toBeDefined();
      expect(await actionsOf(ctx)).toEqual(["user.two-step-set-up", "user.recovery-codes-renewed"]);
    }));

  it("is not to be had while two steps are off", () =>
    withUsers(async (ctx) => {
      await beginTwoStep(ctx, { password });
      await expect(newRecoveryCodes(ctx, { password })).rejects.toMatchObject({ code: "conflict" });
    }));
});

describe("turning off", () => {
  it("removes authenticator and codes, with one event however often it is done", () =>
    withUsers(async (ctx) => {
      await setUp(ctx);
      await turnOffTwoStep(ctx, { password });
      await turnOffTwoStep(ctx, { password });
      expect(await hasTwoStep(ctx, person.id)).toBe(false);
      expect([await ctx.db.$count(authenticators), await ctx.db.$count(recoveryCodes)]).toEqual([0, 0]);
      expect(await actionsOf(ctx)).toEqual(["user.two-step-set-up", "user.two-step-turned-off"]);
    }));

  it("is a conflict where the role requires two steps", () =>
    withUsers(async (ctx) => {
      await setUp(ctx);
      await editSettings({ ...ctx, actor: actors.admin }, { version: 0, changes: { twoStepRoles: ["operator"] } });
      await expect(turnOffTwoStep(ctx, { password })).rejects.toMatchObject({ code: "conflict" });
      expect(await getTwoStepState(ctx)).toMatchObject({ isOn: true, isRequired: true });
    }));
});

describe("resetTwoStep", () => {
  it.each([actors.admin, system])("turns it off for somebody else, with one event, as %o", (actor) =>
    withUsers(async (ctx) => {
      await setUp(ctx);
      await setUp({ ...ctx, actor: actors.viewer });
      for (let times = 0; times < 2; times++) {
        expect(await resetTwoStep({ ...ctx, actor }, person)).toMatchObject({ id: person.id, hasTwoStep: false });
      }
      expect([await hasTwoStep(ctx, person.id), await hasTwoStep(ctx, actors.viewer.id)]).toEqual([false, true]);
      expect(await ctx.db.$count(recoveryCodes, eq(recoveryCodes.userId, person.id))).toBe(0);
      const events = (await eventsOf(ctx)).slice(2);
      expect(events).toMatchObject([{ action: "user.two-step-reset", actorId: actor.id, subjectId: person.id }]);
    }),
  );

  it("is a conflict for oneself, also with one's own API token, and not found for nobody", () =>
    withUsers(async (ctx) => {
      await setUp(ctx);
      const token: Actor = { ...actors.admin, kind: "api_token", token: { role: "admin", scopes: ["users:write"] } };
      for (const actor of [actors.admin, token]) {
        await expect(resetTwoStep({ ...ctx, actor }, actors.admin)).rejects.toMatchObject({ code: "conflict" });
      }
      const missing = resetTwoStep(ctx, { id: "01890000-0000-7000-8000-000000000000" });
      await expect(missing).rejects.toMatchObject({ code: "not_found" });
      expect(await hasTwoStep(ctx, actors.admin.id)).toBe(true);
    }, actors.admin));
});
