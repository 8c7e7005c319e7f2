import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desc, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { auditEvents } from "@/db/schema";
import { getEventProof } from "@/server/domain/audit-tree/event-proof";
import { readSigningKey } from "@/server/domain/audit-tree/signing-key";
import type { Context } from "@/server/domain/context";
import { auditSettings } from "@/server/test/audit-key";
import { contextOver, createDatabase, makePartitions, type TestDatabase, testKeys } from "@/server/test/database";
import { publishNewest, tampering, writeSealedEvents } from "@/server/test/sealed-log";
import { runCommand } from "./run";

let database: TestDatabase;
let ctx: Context;
let published: string;
let folder: string;
let exported: string;
beforeAll(async () => {
  database = await createDatabase();
  ctx = contextOver(database.open("server"));
  await makePartitions(database.open("server"));
  folder = await mkdtemp(join(tmpdir(), "opsdesk-export-"));
  exported = join(folder, "log");
  const { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR } = await auditSettings();
  published = AUDIT_CHECKPOINT_DIR;
  const key = await readSigningKey(AUDIT_KEY_FILE);
  await writeSealedEvents(ctx, key, 200);
  expect(await opsdesk(["audit", "export", exported])).toMatchObject({ exitCode: 0 });
  await writeSealedEvents(ctx, key, 110);
  await publishNewest(ctx, key, published);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `opsdesk` as it runs in a process of its own. */
async function opsdesk(words: string[], db: Db = ctx.db as Db, checkpointDirectory: string | undefined = published) {
  let [output, errors] = ["", ""];
  const environment = { db, keys: testKeys, now: ctx.now };
  const exitCode = await runCommand(words, {
    open: () => ({ environment, close: async () => {}, baseUrl: "https://desk.example.net", checkpointDirectory }),
    write: (text) => (output += text),
    writeError: (text) => (errors += text),
  });
  return { exitCode, output, errors };
}

/** Runs the verifier that shares nothing with OpsDesk. */
async function python(...words: string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    execFile("python3", ["examples/verify-audit-log.py", ...words], (error, output) =>
      resolve({ exitCode: error ? Number(error.code) : 0, output }),
    );
  });
}

/** A copy of the exported folder, to be altered. */
async function copied(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(exported, copy, { recursive: true });
  return copy;
}

async function flip(file: string, offset: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

describe("opsdesk audit verify", () => {
  it("R-AUD-6 exits with 0 for a log that nobody altered", async () => {
    expect(await opsdesk(["audit", "verify"])).toEqual({
      ...{ exitCode: 0, errors: "" },
      output: "Proven. 311 events are what they were when they were sealed.\n",
    });
    const { output } = await opsdesk(["audit", "verify", "--json"]);
    expect(JSON.parse(output)).toMatchObject({ outcome: "proven", size: 311 });
  });

  it("R-AUD-6 exits with 1 and names the first bad index", () =>
    tampering(database.open("superuser", 1), async (db) => {
      await db.execute(
        sql`update audit_events set reason = 'forged' where id = (select event_id from audit_leaves where leaf_index = 42)`,
      );
      const { exitCode, output } = await opsdesk(["audit", "verify"], db);
      expect(exitCode).toBe(1);
      expect(output).toMatch(/^TAMPERED\. The event of leaf 42 was altered.*\nFirst bad index: 42\n$/);
    }));

  it("exits with 3 where it cannot prove anything, whatever keeps it from that", async () => {
    expect(await opsdesk(["audit", "verify"], undefined, folder)).toMatchObject({ exitCode: 3 });
    expect(await opsdesk(["audit", "verify", "--key", join(exported, "tile/0/000.p/200")])).toMatchObject({
      exitCode: 3,
    });
    await tampering(database.open("superuser", 1), async (db) => {
      await db.execute(sql`drop table audit_tree cascade`);
      const { exitCode, output } = await opsdesk(["audit", "verify"], db);
      expect([exitCode, output]).toEqual([3, 'Cannot be proven. relation "audit_tree" does not exist\n']);
    });
  });
});

describe("an exported log", () => {
  it("R-AUD-5 is proven without a database, and by a verifier that shares nothing with this one", async () => {
    const { exitCode, output } = await opsdesk(["audit", "verify", "--from", exported]);
    expect([exitCode, output]).toEqual([0, "Proven. 200 events are what they were when they were sealed.\n"]);
    expect(await python(join(published, "key"), exported)).toEqual({
      ...{ exitCode: 0, output: "Proven: 200 events are in the log\n" },
    });
  });

  it("R-AUD-3 is brought up to date, and an event itself", async () => {
    const copy = await copied("grown");
    expect(await opsdesk(["audit", "export", copy])).toMatchObject({ exitCode: 0 });
    const [event] = await ctx.db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
    const told = { actorKind: "system", action: "audit-events.exported", after: { format: "tiles", rows: 311 } };
    expect(event).toMatchObject(told);
    expect(await opsdesk(["audit", "verify", "--from", copy])).toMatchObject({ exitCode: 0 });
    expect(await python(join(published, "key"), copy)).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["tile/entries/000.p/200", 30, 0],
    ["tile/entries/000.p/200", 50_000, undefined],
    ["tile/0/000.p/200", 32 * 77, 77],
    ["checkpoint", 47, 0],
  ])("R-AUD-6 with a byte of %s flipped is refused by both", async (file, offset, index) => {
    const copy = await copied(`flipped-${offset}`);
    await flip(join(copy, file), offset);
    const { exitCode, output } = await opsdesk(["audit", "verify", "--from", copy, "--json"]);
    expect(exitCode).toBe(1);
    if (index !== undefined) expect(JSON.parse(output)).toMatchObject({ outcome: "tampered", firstBadIndex: index });
    expect(await python(join(published, "key"), copy)).toMatchObject({ exitCode: 1 });
  });

  it("exits with 2 where it ends before the published checkpoint, and with 3 where there is none", async () => {
    const words = ["audit", "verify", "--from", exported, "--checkpoint", join(published, "checkpoint")];
    const { exitCode, output } = await opsdesk(words);
    expect(exitCode).toBe(2);
    expect(output).toContain("First bad index: 200");
    expect(await opsdesk(["audit", "verify", "--from", folder])).toMatchObject({ exitCode: 3 });
  });

  it("R-AUD-5 has proofs of its events that a verifier who shares nothing accepts, and none that were altered", async () => {
    const [event] = await ctx.db.select({ id: auditEvents.id }).from(auditEvents).limit(1).offset(123);
    const file = join(folder, "event.tlog-proof");
    const proof = await getEventProof(ctx, event!);
    await writeFile(file, proof);
    const good = await python(join(published, "key"), file);
    expect(good.exitCode).toBe(0);
    expect(good.output).toContain(event!.id);
    for (const altered of [
      proof.replace("extra ey", "extra eY"),
      proof.replace(/^index \d+$/m, "index 5"),
      proof.replace("\n311\n", "\n312\n"),
      proof.split("\n").toSpliced(4, 1).join("\n"),
    ]) {
      expect(altered).not.toBe(proof);
      await writeFile(file, altered);
      expect(await python(join(published, "key"), file), altered).toMatchObject({ exitCode: 1 });
    }
  });
});
