import { sql } from "drizzle-orm";
import { expect, inject, it } from "vitest";
import { connect } from "./connect";

const timeouts = {
  connectTimeoutSeconds: 5,
  statementTimeoutMilliseconds: 30_000,
  lockTimeoutMilliseconds: 5_000,
  maxReconnectDelayMilliseconds: 500,
};
const open = () => connect(inject("cluster").serverUrl, { poolSize: 2, applicationName: "test", ...timeouts });

it("counts statements and transactions from their beginning to their end, whichever that is", async () => {
  const { db, pool, close } = open();
  expect([pool.size, pool.underWay()]).toEqual([2, 0]);
  const held = Promise.withResolvers<void>();
  const hold = () => db.transaction(() => held.promise);
  const transactions = Promise.all([hold(), hold()]);
  const statements = [sql`select 1 / 0`, sql`select 1`, sql`select 2`].map((query) => db.execute(query));
  const settled = Promise.allSettled(statements);
  // Both connections are taken, so the statements wait.
  await expect.poll(pool.underWay, { timeout: 10_000 }).toBe(5);
  held.resolve();
  await transactions;
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(pool.underWay()).toBe(0);
  await expect(db.transaction(() => Promise.reject(new Error("rolled back")))).rejects.toThrow("rolled back");
  expect(pool.underWay()).toBe(0);
  await close();
});

it("counts nothing any more where the database cannot be reached", async () => {
  const url = new URL(inject("cluster").serverUrl);
  const options = { poolSize: 2, applicationName: "test", ...timeouts };
  const { db, pool, close } = connect(`postgres://nobody@127.0.0.1:1${url.pathname}`, options);
  await expect(db.execute(sql`select 1`)).rejects.toThrow();
  await expect(db.transaction(async () => {})).rejects.toThrow();
  expect(pool.underWay()).toBe(0);
  await close();
});
