import { createHash, randomInt } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { artifacts, auditEvents, blobs, storedBytes } from "@/db/schema";
import { deleteArtifact, editArtifact, restoreArtifact } from "@/server/domain/artifacts/mutations";
import { getArtifact } from "@/server/domain/artifacts/queries";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import { type Context, system } from "@/server/domain/context";
import { asDomainError } from "@/server/domain/errors";
import { upload } from "@/server/test/artifacts";
import { openDirectory, sizesBelow } from "@/server/test/blob-directory";
import { inChunks } from "@/server/test/blob-store-suite";
import { actors, contextOver, makePartitions, type TestDatabase, withDatabase } from "@/server/test/database";
import { collectBlobs } from "./collect";
import { announceBlob } from "./settle";

const hour = 3_600_000;

/** Two clients over one database and one store, with one clock that is moved by hand. */
async function openWorld(database: TestDatabase) {
  let moment = Date.now();
  const now = () => new Date(moment);
  const [admin, operator, clock] = [actors.admin, actors.operator, system].map((actor) => ({
    ...contextOver(database.open("server", 4), actor),
    now,
  })) as [Context, Context, Context];
  await makePartitions(database.open("owner"), new Date(moment + 399 * 24 * hour));
  const advance = (milliseconds: number) => {
    moment += milliseconds;
  };
  return { admin, operator, clock, advance };
}

/** What holds at every moment in which nobody writes: what is named is there, whole, and counted. */
async function expectSound({ db }: Pick<Context, "db">, store: BlobStore): Promise<void> {
  const named = await db.selectDistinct({ sha256: artifacts.sha256 }).from(artifacts);
  for (const { sha256 } of named) {
    await using blob = await store.open(sha256);
    const bytes = blob && (await buffer(blob.read(0, blob.sizeBytes)));
    expect(bytes && createHash("sha256").update(bytes).digest()).toEqual(Buffer.from(sha256));
  }
  const rows = await db.select().from(blobs);
  const states = new Map(rows.map(({ sha256, state }) => [Buffer.from(sha256).toString("hex"), state]));
  for (const { sha256 } of named) expect(states.get(Buffer.from(sha256).toString("hex"))).toBe("ready");
  const counted = await db.select().from(storedBytes);
  const usedBy = (owner: string) => counted.find((row) => row.owner === owner)?.sizeBytes ?? 0;
  const ready = rows.filter(({ state }) => state !== "unsettled").reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  expect(usedBy("total")).toBe(ready);
  for (const { id } of [actors.admin, actors.operator]) {
    const own = (await db.select().from(artifacts)).filter((row) => row.uploadedById === id);
    expect(usedBy(id)).toBe(own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  }
}

/** The same store at moments that are as bad as can be: between deciding and doing, the others get their turn. */
function dawdling(store: BlobStore): BlobStore {
  const dawdle = () => wait(randomInt(15));
  return {
    ...store,
    stage: async (body) => {
      const staged = await store.stage(body);
      const keep = () => dawdle().then(staged.keep).then(dawdle);
      return { ...staged, keep };
    },
    remove: (sha256) => dawdle().then(() => store.remove(sha256)),
  };
}

/** A refusal, such as of what the other client has just removed, is an answer. */
function refused(error: unknown): void {
  const code = asDomainError(error)?.code;
  if (code === undefined || code === "unavailable") throw error;
}

const step = fc.record({
  what: fc.constantFrom(
    "upload",
    "upload",
    "delete",
    "restore",
    "pin",
    "unpin",
    "clear",
    "later",
    "collect",
    "collect",
  ),
  client: fc.constantFrom("admin" as const, "operator" as const),
  /** Which of few contents and names, so that the same bytes are brought, and left, again and again. */
  which: fc.nat(2),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

it(
  "R-ART-2 of thousands of steps of two clients at once, none takes bytes away that something names, and in the end nothing is left",
  () =>
    withDatabase(async (database) => {
      await using directory = await openDirectory();
      const store = dawdling(directory.store);
      const world = await openWorld(database);
      const ids: string[] = [];
      const take = async ({ what, client, which }: Step): Promise<void> => {
        const ctx = world[client];
        const id = ids[ids.length - 1 - which];
        if (what === "upload") ids.push((await upload(ctx, store, `n${which}`, `bytes ${which}`)).id);
        else if (what === "collect") await collectBlobs(world.clock, store);
        else if (what === "clear")
          for (const each of ids) await deleteArtifact(world.admin, { id: each }).catch(refused);
        else if (what === "later") world.advance(25 * hour);
        else if (id === undefined) return;
        else if (what === "delete") await deleteArtifact(ctx, { id });
        else if (what === "restore") await restoreArtifact(ctx, { id });
        else
          await editArtifact(ctx, {
            id,
            version: (await getArtifact(ctx, { id })).revision,
            changes: { pinned: what === "pin" },
          });
      };
      const tried = (each: Step) => take(each).catch(refused);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 100 }), async (steps) => {
          for (let at = 0; at < steps.length; at += 4) await Promise.all(steps.slice(at, at + 4).map(tried));
          await expectSound(world.clock, store);
        }),
        { numRuns: 20, endOnFailure: true },
      );

      const all = await world.clock.db.select({ id: artifacts.id }).from(artifacts);
      ids.splice(0, ids.length, ...all.map(({ id }) => id));
      for (const id of ids) await tried({ what: "unpin", client: "admin", which: ids.length - 1 - ids.indexOf(id) });
      for (const id of ids) await deleteArtifact(world.admin, { id }).catch(refused);
      world.advance(25 * hour);
      await collectBlobs(world.clock, store);
      await expectSound(world.clock, store);
      expect(await world.clock.db.$count(artifacts)).toBe(0);
      expect(await world.clock.db.$count(blobs)).toBe(0);
      expect(await sizesBelow(directory.root)).toEqual([]);
    }),
  300_000,
);

it("what is removed for good is an event, and what a deleted artifact names stays until then", () =>
  withDatabase(async (database) => {
    await using directory = await openDirectory();
    const { store } = directory;
    const world = await openWorld(database);
    const { id } = await upload(world.admin, store, "app.log", "abc");
    const twin = await upload(world.admin, store, "twin.log", "abc");
    for (const each of [id, twin.id]) await deleteArtifact(world.admin, { id: each });
    world.advance(23 * hour);
    await collectBlobs(world.clock, store);
    await restoreArtifact(world.admin, twin);
    world.advance(2 * hour);
    await collectBlobs(world.clock, store);
    expect(await directory.sizes()).toEqual([3]);
    await expect(getArtifact(world.admin, { id })).rejects.toMatchObject({ code: "not_found" });
    const events = await world.clock.db.select().from(auditEvents).where(sql`action = 'artifact.removed'`);
    expect(events).toMatchObject([{ actorKind: "system", subjectId: id, subjectLabel: "app.log v1" }]);
    await deleteArtifact(world.admin, twin);
    world.advance(25 * hour);
    await collectBlobs(world.clock, store);
    expect(await directory.sizes()).toEqual([]);
  }));

it("R-ART-2 what an upload leaves that ended before its commit goes, wherever it was, once it is too old to go on", () =>
  withDatabase(async (database) => {
    await using directory = await openDirectory();
    const { store } = directory;
    const world = await openWorld(database);
    const staged = await store.stage(inChunks(Buffer.from("in its place, without an artifact")));
    await announceBlob(world.admin, staged);
    await staged.keep();
    await collectBlobs(world.clock, store);
    expect(await directory.sizes()).toHaveLength(1);
    world.advance(hour);
    await collectBlobs(world.clock, store);
    expect(await directory.sizes()).toEqual([]);
    expect(await world.clock.db.$count(blobs)).toBe(0);
  }));

/** Waits until somebody waits for a row that somebody else holds. */
const expectWaiting = ({ db }: Pick<Context, "db">) =>
  expect.poll(() => db.$count(sql`pg_locks`, sql`not granted`), { timeout: 20_000, interval: 10 }).toBeGreaterThan(0);

it("bytes that are brought anew while the last artifact of them is removed stay", () =>
  withDatabase(async (database) => {
    await using directory = await openDirectory();
    const { store } = directory;
    const world = await openWorld(database);
    await deleteArtifact(world.admin, await upload(world.admin, store, "a", "the same"));
    world.advance(25 * hour);
    let collecting: Promise<void> | undefined;
    const slow = async (body: AsyncIterable<Uint8Array>) => {
      const staged = await store.stage(body);
      const keep = async () => {
        await staged.keep();
        collecting = collectBlobs(world.clock, store);
        await expectWaiting(world.operator);
      };
      return { ...staged, keep };
    };
    await upload(world.admin, { ...store, stage: slow }, "b", "the same");
    await collecting;
    await expectSound(world.clock, store);
    expect(await world.clock.db.$count(artifacts)).toBe(1);
  }));

it("bytes that are brought anew while they are removed come after the removal", () =>
  withDatabase(async (database) => {
    await using directory = await openDirectory();
    const { store } = directory;
    const world = await openWorld(database);
    await deleteArtifact(world.admin, await upload(world.admin, store, "a", "the same"));
    world.advance(25 * hour);
    let uploading: Promise<unknown> | undefined;
    const remove = async (sha256: Uint8Array) => {
      uploading ??= upload(world.admin, store, "b", "the same");
      await expectWaiting(world.operator);
      await store.remove(sha256);
    };
    await collectBlobs(world.clock, { ...store, remove });
    await uploading;
    await expectSound(world.clock, store);
    expect(await directory.sizes()).toEqual([8]);
  }));
