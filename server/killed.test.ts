import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import type { Db } from "@/db/connect";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { numbers } from "@/server/domain/numbers";
import { patience, preparedDatabase, signIn, startServerProcess } from "@/server/test/server-process";

const count = 3 * numbers.imports.chunkRows;
const stopsAt = `web-${count - 1}`;
const addressOf = (index: number) => `10.0.${Math.floor(index / 250)}.${index % 250}`;
const records = Array.from({ length: count }, (_, index) => `web-${index},${addressOf(index)},linux,prod`);
const file = ["hostname,ip,os,environment", ...records].join("\n");

/** Makes the event of the last host wait as long as somebody holds the lock, so that an import is surely amid its changes. */
async function stopAmidImports(superuser: Db): Promise<void> {
  await superuser.execute(sql`
    create function wait_for_test() returns trigger language plpgsql as $$
    begin
      perform set_config('lock_timeout', '0', true);
      perform pg_advisory_xact_lock_shared(1);
      return new;
    end $$`);
  await superuser.execute(
    sql.raw(`create trigger wait_for_test before insert on audit_events
      for each row when (new.subject_label = '${stopsAt}') execute function wait_for_test()`),
  );
}

const importing = sql`
  select pid from pg_stat_activity
  where datname = current_database() and wait_event = 'advisory' and query like 'insert into "audit_events"%'`;

async function send(origin: string, identity: { cookie: string }, query: string): Promise<HostImportResult> {
  const headers = { ...identity, "content-type": "text/csv", "sec-fetch-site": "same-origin" };
  const answer = await fetch(`${origin}/api/v1/hosts/import?${query}`, { method: "POST", headers, body: file });
  expect(answer.status).toBe(200);
  return (await answer.json()) as HostImportResult;
}

const kept = async (db: Db) => {
  const [row] = await db.execute(sql`
    select (select count(*)::int from hosts) as hosts, (select count(distinct batch_id)::int from audit_events) as batches,
      (select count(*)::int from audit_events where action = 'host.registered') as registered,
      (select count(*)::int from audit_events where action = 'hosts.imported') as imported`);
  return row;
};

it("a server that is killed amid an import leaves nothing of it, and the same preview is applied exactly by the next", async () => {
  await using database = await preparedDatabase();
  const superuser = database.open("superuser");
  await stopAmidImports(superuser);
  const first = await startServerProcess(database, 0);
  const identity = await signIn(first.origin);
  const { previewId, created } = await send(first.origin, identity, "dryRun=true");
  expect(created).toBe(count);

  const pid = await superuser.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(1)`);
    const answer = send(first.origin, identity, `previewId=${previewId}`);
    const brokenOff = expect(answer).rejects.toThrow("fetch failed");
    const pid = await vi.waitFor(async () => {
      const [amid] = await superuser.execute<{ pid: number }>(importing);
      return amid?.pid ?? expect.fail("nobody imports");
    }, patience);
    first.signal("SIGKILL");
    expect(await first.exited).toBe(null);
    await brokenOff;
    return pid;
  });
  // What is left of it at the database ends when it finds nobody to answer.
  const left = sql`select from pg_stat_activity where pid = ${pid}`;
  await vi.waitFor(async () => expect(await superuser.execute(left)).toHaveLength(0), patience);
  expect(await kept(superuser)).toEqual({ hosts: 0, batches: 0, registered: 0, imported: 0 });

  const second = await startServerProcess(database, 0);
  const applied = await send(second.origin, identity, `previewId=${previewId}`);
  expect(applied).toMatchObject({ created: count, updated: 0, unchanged: 0, rejectedCount: 0, stale: 0 });
  expect(await kept(superuser)).toEqual({ hosts: count, batches: 1, registered: count, imported: 1 });
});
