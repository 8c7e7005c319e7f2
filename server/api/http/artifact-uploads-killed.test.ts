import { createHash, randomBytes, randomInt } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { artifacts, blobs } from "@/db/schema";
import { createApiToken } from "@/server/domain/api-tokens/mutations";
import { type Context, system } from "@/server/domain/context";
import { collectBlobs } from "@/server/domain/stored-blobs/collect";
import { openDirectory } from "@/server/test/blob-directory";
import { contextOver, makePartitions, masterKey, withDatabase } from "@/server/test/database";
import { freePort, startProcess } from "@/server/test/processes";
import { addUsers } from "@/server/test/users";

const sizeBytes = 24 * 1_048_576;
const kills = 6;

/** Sends a body in parts and calls back when so many bytes are out. */
function bodyOf(bytes: Uint8Array, at: number, onSent: () => void): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => {
      const chunk = bytes.subarray(sent, sent + 65_536);
      sent += chunk.length;
      if (chunk.length > 0) controller.enqueue(chunk);
      else controller.close();
      if (sent - chunk.length <= at && (sent > at || chunk.length === 0)) onSent();
    },
  });
}

it(
  "R-ART-2 a server that is killed in the middle of uploads leaves no artifact without all its bytes, and no bytes for good",
  () =>
    withDatabase(async (database) => {
      await using directory = await openDirectory();
      const db = database.open("server");
      await addUsers(db);
      await makePartitions(db, new Date(Date.now() + 2 * 86_400_000));
      const ctx = contextOver(db);
      const input = { name: "ci", role: "admin" as const, scopes: ["artifacts:write" as const], expiresInDays: 1 };
      const { token } = await createApiToken(ctx, input);
      const outcomes: string[] = [];
      const [port, metricsPort] = [await freePort(), await freePort()];

      for (let kill = 0; kill <= kills; kill++) {
        const server = startProcess("main", {
          ...{ DATABASE_URL: database.serverUrl, OPSDESK_MASTER_KEY: masterKey, ARTIFACT_DIR: directory.root },
          ...{ PORT: String(port), METRICS_PORT: String(metricsPort), DRAIN_WAIT_SECONDS: "0" },
        });
        const origin = `http://127.0.0.1:${port}`;
        await expect
          .poll(
            () =>
              fetch(`${origin}/healthz`).then(
                ({ status }) => status,
                () => 0,
              ),
            { timeout: 50_000 },
          )
          .toBe(200);
        const bytes = randomBytes(sizeBytes);
        const isLast = kill === kills;
        // Every other time after the last byte: while it is synced, moved and committed.
        const at = kill % 2 === 0 ? randomInt(sizeBytes) : sizeBytes;
        const end = async () => {
          if (at === sizeBytes) await wait(randomInt(120));
          server.signal("SIGKILL");
        };
        const body = bodyOf(bytes, at, () => void (isLast || end()));
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
        const request = { method: "PUT", headers, body, duplex: "half" } as RequestInit;
        const status = await fetch(`${origin}/api/v1/artifacts/by-name/f${kill}`, request).then(
          (answer) => String(answer.status),
          () => "broken off",
        );
        outcomes.push(status);
        if (isLast) server.signal("SIGKILL");
        await server.exited;
        await expectWhole(ctx, directory);
        // What was acknowledged is there.
        if (status === "201") expect(await db.$count(artifacts, eq(artifacts.name, `f${kill}`))).toBe(1);
      }

      expect(outcomes.at(-1)).toBe("201");
      const later = { ...ctx, actor: system, now: () => new Date(Date.now() + 3_600_000) };
      await collectBlobs(later, directory.store);
      await directory.store.removeLeftovers(0);
      expect(await directory.sizes()).toEqual(Array.from({ length: await db.$count(artifacts) }, () => sizeBytes));
      expect(await db.$count(blobs)).toBe(await db.$count(artifacts));
    }),
  240_000,
);

/** Ready means complete, always. */
async function expectWhole({ db }: Context, { store }: Awaited<ReturnType<typeof openDirectory>>): Promise<void> {
  for (const { sha256 } of await db.select().from(blobs).where(eq(blobs.state, "ready"))) {
    await using blob = await store.open(sha256);
    const found = await buffer(blob!.read(0, blob!.sizeBytes));
    expect(createHash("sha256").update(found).digest()).toEqual(Buffer.from(sha256));
  }
}
