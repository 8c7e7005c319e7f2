import { describe, expect, it } from "vitest";
import { attempts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { contextOver, withContext, withDatabase } from "@/server/test/database";
import { failuresOf, noteFailure, refuseAfter, removeOldAttempts } from "./failures";

const counted = { what: "sign-in-address", whose: "192.0.2.1", max: 3 } as const;
const windowSeconds = numbers.signIn.windowMinutes * 60;
const at = (ctx: Context, seconds: number): Context => {
  const now = new Date(Date.parse("2026-05-01T10:00:00Z") + seconds * 1_000);
  return { ...ctx, now: () => now };
};

describe("failures", () => {
  it("are refused from their limit on, until their window ends", () =>
    withContext(async (ctx) => {
      for (const second of [0, 10, 20]) {
        await refuseAfter(at(ctx, second), counted);
        expect(await noteFailure(at(ctx, second), counted)).toBe(second / 10 + 1);
      }
      await expect(refuseAfter(at(ctx, 60), counted)).rejects.toMatchObject({
        code: "rate_limited",
        retryAfterSeconds: windowSeconds - 60,
      });
      await refuseAfter(at(ctx, windowSeconds), counted);
      expect(await noteFailure(at(ctx, windowSeconds), counted)).toBe(1);
    }));

  it("are counted apart for each whom they are of, and of nobody in clear", () =>
    withContext(async (ctx) => {
      await noteFailure(ctx, counted);
      expect(await failuresOf(ctx, { ...counted, whose: "192.0.2.2" })).toMatchObject({ count: 0 });
      expect(await failuresOf(ctx, { ...counted, what: "two-step-code" })).toMatchObject({ count: 0 });
      const [row] = await ctx.db.select().from(attempts);
      expect(row!.key).not.toContain("192.0.2.1");
    }));

  it("R-PWD-3 are counted exactly when they come at once, and told to wait past the limit", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 10));
      const noted = await Promise.allSettled(Array.from({ length: 20 }, () => noteFailure(ctx, counted)));
      expect(noted.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
      expect(await failuresOf(ctx, counted)).toMatchObject({ count: 20 });
    }));

  it("are forgotten once their window has ended", () =>
    withContext(async (ctx) => {
      await noteFailure(at(ctx, 0), counted);
      await removeOldAttempts(at(ctx, windowSeconds - 1));
      expect(await ctx.db.$count(attempts)).toBe(1);
      await removeOldAttempts(at(ctx, windowSeconds + 1));
      expect(await ctx.db.$count(attempts)).toBe(0);
    }));
});
