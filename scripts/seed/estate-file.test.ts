import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { system } from "@/server/domain/context";
import { importHosts } from "@/server/domain/hosts/import";
import { withContext } from "@/server/test/database";
import { estateFile } from "./estate-file";

it("is imported whole by the system, and a second time changes nothing", () =>
  withContext(async (ctx) => {
    const file = (count: number) => estateFile({ hosts: count, seed: 3, now: new Date() });
    const { batchId, ...first } = await importHosts(ctx, file(1_500));
    expect(first).toMatchObject({ created: 1_500, updated: 0, unchanged: 0, rejected: [], rejectedCount: 0 });
    const ofBatch = eq(auditEvents.batchId, batchId);
    const countEvents = await ctx.db.$count(auditEvents, ofBatch);
    expect(countEvents).toBe(1_501);
    const [event] = await ctx.db.select().from(auditEvents).where(ofBatch).limit(1);
    expect(event).toMatchObject({ actorKind: "system", actorLabel: "system" });

    expect(await importHosts(ctx, file(1_500))).toMatchObject({ created: 0, updated: 0, unchanged: 1_500 });
    expect(await importHosts(ctx, file(1_600))).toMatchObject({ created: 100, updated: 0, unchanged: 1_500 });
    expect(await ctx.db.$count(hosts)).toBe(1_600);
  }, system));
