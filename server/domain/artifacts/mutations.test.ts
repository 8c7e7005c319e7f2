import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { makeAuditPartitions } from "@/server/domain/audit/partitions";
import type { Actor, Context } from "@/server/domain/context";
import { deleteHost, registerHost } from "@/server/domain/hosts/mutations";
import * as hosts from "@/server/domain/hosts/schema";
import { upload } from "@/server/test/artifacts";
import { openDirectory } from "@/server/test/blob-directory";
import { actors, contextOver, withContext, withDatabase } from "@/server/test/database";
import { deleteArtifact, editArtifact, restoreArtifact } from "./mutations";
import { getArtifact, listArtifacts, listVersions } from "./queries";
import { type ListArtifacts, listArtifacts as listInput } from "./schema";

let directory: Awaited<ReturnType<typeof openDirectory>>;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory[Symbol.asyncDispose]());

const as = (ctx: Context, actor: Actor): Context => ({ ...ctx, actor });
const tokenOf = (role: "admin" | "operator"): Actor => ({
  ...actors[role],
  kind: "api_token",
  id: "01890000-0000-7000-8000-000000000001",
  label: `${actors[role].label} (ci)`,
  token: { role, scopes: ["artifacts:write"] },
});
const eventsOf = async (ctx: Context, id: string) => {
  const events = await ctx.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, id))
    .orderBy(asc(auditEvents.id));
  return events.map(({ action, before, after }) => ({ action, before, after }));
};
const listed = async (ctx: Context, input: Partial<ListArtifacts>) =>
  (await listArtifacts(ctx, listInput.parse(input))).items.map(({ name, version }) => `${name} v${version}`);

describe("an artifact", () => {
  it("is edited in the revision that was seen, with an event of what changed", () =>
    withContext(async (ctx) => {
      const { id } = await upload(ctx, directory.store, "app.log", "abc");
      const edited = await editArtifact(ctx, { id, version: 1, changes: { kind: "log", description: "of web-1" } });
      expect(edited).toMatchObject({ kind: "log", description: "of web-1", revision: 2, version: 1 });
      const pinned = await editArtifact(ctx, { id, version: 2, changes: { pinned: true, kind: "log" } });
      expect(await getArtifact(ctx, { id })).toEqual(pinned);
      await editArtifact(ctx, { id, version: 3, changes: { pinned: false } });
      expect(await editArtifact(ctx, { id, version: 4, changes: { pinned: false } })).toMatchObject({ revision: 4 });
      const stale = editArtifact(ctx, { id, version: 3, changes: { kind: "other" } });
      await expect(stale).rejects.toMatchObject({ code: "stale", current: { revision: 4 } });
      const noHost = editArtifact(ctx, { id, version: 4, changes: { hostId: actors.viewer.id } });
      await expect(noHost).rejects.toMatchObject({ code: "invalid", errors: [{ path: "hostId" }] });
      expect((await eventsOf(ctx, id)).slice(1)).toEqual([
        {
          action: "artifact.updated",
          before: { kind: "other", description: null },
          after: { kind: "log", description: "of web-1" },
        },
        { action: "artifact.pinned", before: { pinned: false }, after: { pinned: true } },
        { action: "artifact.unpinned", before: { pinned: true }, after: { pinned: false } },
      ]);
    }));

  it("is deleted, and brought back within a day, each with an event, and both any number of times", () =>
    withContext(async (ctx) => {
      const { id } = await upload(ctx, directory.store, "app.log", "abc");
      await upload(ctx, directory.store, "app.log", "def");
      const deleted = await deleteArtifact(ctx, { id });
      expect(await deleteArtifact(ctx, { id })).toEqual(deleted);
      expect(await listed(ctx, {})).toEqual(["app.log v2"]);
      expect(await listed(ctx, { deleted: true })).toEqual(["app.log v1"]);
      const edit = editArtifact(ctx, { id, version: 2, changes: { kind: "log" } });
      await expect(edit).rejects.toMatchObject({ code: "not_found" });
      const restored = await restoreArtifact(ctx, { id });
      expect(await restoreArtifact(ctx, { id })).toEqual(restored);
      expect(restored).toMatchObject({ deletedAt: null, revision: 3 });
      const [, ...events] = await eventsOf(ctx, id);
      expect(events).toEqual([
        { action: "artifact.deleted", before: { deletedAt: null }, after: { deletedAt: deleted.deletedAt } },
        { action: "artifact.restored", before: { deletedAt: deleted.deletedAt }, after: { deletedAt: null } },
      ]);
      await deleteArtifact(ctx, { id });
      const later = { ...ctx, now: () => new Date(Date.now() + 25 * 3_600_000) };
      await expect(restoreArtifact(later, { id })).rejects.toMatchObject({ code: "not_found" });
    }));

  it("is deleted by whoever has uploaded it, also by a token, or by an admin; not while it is pinned", () =>
    withContext(async (ctx) => {
      const others = await upload(ctx, directory.store, "others", "abc");
      const byToken = await upload(as(ctx, tokenOf("operator")), directory.store, "own", "abc");
      expect(byToken.uploadedBy).toEqual({ id: actors.operator.id, label: "operator@example.net (ci)" });
      const operator = as(ctx, actors.operator);
      const refused = { code: "forbidden", permission: "artifacts.delete-any" };
      await expect(deleteArtifact(operator, others)).rejects.toMatchObject(refused);
      await expect(deleteArtifact(as(ctx, tokenOf("admin")), byToken)).rejects.toMatchObject(refused);
      await editArtifact(ctx, { id: byToken.id, version: 1, changes: { pinned: true } });
      await expect(deleteArtifact(operator, byToken)).rejects.toMatchObject({ code: "conflict" });
      await editArtifact(ctx, { id: byToken.id, version: 2, changes: { pinned: false } });
      expect((await deleteArtifact(operator, byToken)).deletedAt).not.toBeNull();
      await expect(restoreArtifact(as(ctx, actors.viewer), byToken)).rejects.toMatchObject({ code: "forbidden" });
      expect((await deleteArtifact(ctx, others)).deletedAt).not.toBeNull();
    }));

  it("stays when its host is deleted, and says that it has none", () =>
    withContext(async (ctx) => {
      const fields = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "dev" };
      const host = await registerHost(ctx, hosts.registerHost.parse(fields));
      const { id } = await upload(ctx, directory.store, "app.log", "abc", { host: host.id });
      expect(await listed(ctx, { hostId: host.id })).toEqual(["app.log v1"]);
      await deleteHost(ctx, { id: host.id, version: 1, reason: null });
      expect(await getArtifact(ctx, { id })).toMatchObject({ hostId: null });
    }));
});

describe("a list of artifacts", () => {
  it("is narrowed down by each filter, and sorted", () =>
    withContext(async (ctx) => {
      const one = await upload(ctx, directory.store, "app-server.log", "a", { kind: "log" });
      await upload(as(ctx, actors.operator), directory.store, "app.conf", "abcd", { kind: "config" });
      await upload(ctx, directory.store, "app.conf", "abcdefg", { kind: "config" });
      const pinned = await upload(ctx, directory.store, "100%_done", "ab");
      await editArtifact(ctx, { id: pinned.id, version: 1, changes: { pinned: true } });
      const all = ["100%_done v1", "app.conf v2", "app.conf v1", "app-server.log v1"];
      expect(await listed(ctx, {})).toEqual(all);
      expect(await listed(ctx, { sort: "uploadedAt" })).toEqual(all.toReversed());
      expect(await listed(ctx, { sort: "-sizeBytes" })).toEqual([all[1], all[2], all[0], all[3]]);
      expect(await listed(ctx, { q: "APP ser" })).toEqual([all[3]]);
      expect(await listed(ctx, { q: "%_d" })).toEqual([all[0]]);
      expect(await listed(ctx, { name: "app.conf" })).toEqual([all[1], all[2]]);
      expect(await listed(ctx, { sha256: one.sha256.toUpperCase() })).toEqual([all[3]]);
      expect(await listed(ctx, { kind: ["log", "other"] })).toEqual([all[0], all[3]]);
      expect(await listed(ctx, { uploadedBy: actors.operator.id })).toEqual([all[2]]);
      expect(await listed(ctx, { minBytes: 2, maxBytes: 4 })).toEqual([all[0], all[2]]);
      expect(await listed(ctx, { pinned: true })).toEqual([all[0]]);
      expect(await listed(ctx, { from: one.uploadedAt })).toEqual(all);
      expect(await listed(ctx, { to: one.uploadedAt })).toEqual([]);
    }));

  it.each(["uploadedAt", "-name", "sizeBytes", "-sizeBytes"] as const)("by %s is walked through page by page", (sort) =>
    withContext(async (ctx) => {
      for (let index = 0; index < 9; index++)
        await upload(ctx, directory.store, `f${index % 4}`, "x".repeat(index % 3));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listArtifacts(ctx, listInput.parse({ sort, limit: 2, cursor }));
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual((await listArtifacts(ctx, listInput.parse({ sort }))).items.map(({ id }) => id));
      expect(new Set(seen).size).toBe(9);
      const { id } = await upload(ctx, directory.store, "f0", "x");
      const versions = (await listVersions(ctx, { id, limit: 50 })).items.map(({ version }) => version);
      expect(versions).toEqual([4, 3, 2, 1]);
    }),
  );
});

it("a version of a name never repeats, though all its artifacts are gone", () =>
  withDatabase(async ({ open }) => {
    const ctx = contextOver(open("server", 8));
    await makeAuditPartitions(ctx);
    const first = await Promise.all(
      Array.from({ length: 8 }, (_, index) => upload(ctx, directory.store, "n", `${index}`)),
    );
    for (const { id } of first) await deleteArtifact(ctx, { id });
    const next = await upload(ctx, directory.store, "n", "x");
    expect(next.version).toBe(9);
  }));
