import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { withDatabase } from "@/server/test/database";
import type { Db, Tx } from "./connect";
import { jobs } from "./schema";

const job = { name: "late", dueAt: new Date().toISOString() };

/** Ends the connection of a transaction, and waits until the pool, which has one connection, has opened it anew. */
async function loseConnection(tx: Tx, pool: Db, superuser: Db): Promise<void> {
  const [backend] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  await superuser.execute(sql`select pg_terminate_backend(${backend!.pid}, 5000)`);
  await expect.poll(() => pool.$count(jobs).catch(() => undefined), { timeout: 10_000 }).toBe(0);
}

/** Ends the connection that sleeps. */
async function endSleeping(superuser: Db): Promise<void> {
  const sleeping = sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and wait_event = 'PgSleep'`;
  await expect.poll(async () => (await superuser.execute(sleeping)).length, { timeout: 10_000 }).toBe(1);
}

describe("a transaction whose connection is lost", () => {
  it("R-FO-1 is refused what it still sends, which would be kept without its other half, and the pool works on", () =>
    withDatabase(async ({ open }) => {
      const [pool, superuser] = [open("server", 1), open("superuser")];
      const late = Promise.withResolvers<unknown>();
      const transaction = pool.transaction(async (tx) => {
        await loseConnection(tx, pool, superuser);
        await tx.insert(jobs).values(job).then(late.resolve, late.reject);
      });
      await expect(transaction).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      await expect(late.promise).rejects.toMatchObject({ cause: { code: "CONNECTION_CLOSED" } });
      expect(await pool.$count(jobs)).toBe(0);
      await pool.transaction((tx) => tx.insert(jobs).values(job));
      expect(await pool.$count(jobs)).toBe(1);
    }));

  it.each([
    ["ends as if all were well", async () => {}],
    ["fails for another reason", () => Promise.reject(new Error("another reason"))],
  ])("R-FO-1 is refused as a whole where it %s", (_, end) =>
    withDatabase(async ({ open }) => {
      const [pool, superuser] = [open("server", 1), open("superuser")];
      const transaction = pool.transaction((outer) =>
        outer.transaction(async (tx) => {
          await loseConnection(tx, pool, superuser);
          await end();
        }),
      );
      await expect(transaction).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      expect(await pool.$count(jobs)).toBe(0);
    }),
  );

  it("R-FO-1 takes back nothing of a savepoint that is not there any more", () =>
    withDatabase(async ({ open }) => {
      const [pool, superuser] = [open("server", 1), open("superuser")];
      const transaction = pool.transaction(async (tx) => {
        const nested = tx.transaction((inner) =>
          Promise.all([inner.execute(sql`select pg_sleep(30)`), endSleeping(superuser)]),
        );
        await nested.catch(() => {});
      });
      await expect(transaction).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    }));
});
