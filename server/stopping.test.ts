import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { hosts } from "@/db/schema";
import { startNginx } from "@/server/test/nginx";
import { patience, preparedDatabase, signIn, startServerProcess } from "@/server/test/server-process";

/** An import whose file has begun to come; `finish` sends the rest and gives the answer. */
async function slowImport(origin: string, identity: { cookie: string }, hostname: string) {
  const headers = { ...identity, "content-type": "text/csv", "sec-fetch-site": "same-origin" };
  const sending = request(`${origin}/api/v1/hosts/import`, { method: "POST", headers });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  answered.catch(() => {});
  sending.write("hostname,ip,os,environment\n");
  await once(sending, "socket");
  return async () => {
    sending.end(`${hostname},10.0.0.1,linux,prod\n`);
    const [answer] = await answered;
    return { status: answer.statusCode, connection: answer.headers.connection, body: JSON.parse(await text(answer)) };
  };
}

describe("a server that is asked to stop", () => {
  it("says that it is not ready, completes what is in flight, and ends with 0", async () => {
    await using database = await preparedDatabase();
    const server = await startServerProcess(database, 1);
    const headers = await signIn(server.origin);
    const superuser = database.open("superuser");
    const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

    const answer = await superuser.transaction(async (tx) => {
      await tx.execute(sql`lock table hosts in access exclusive mode`);
      const asked = fetch(`${server.origin}/api/v1/hosts`, { headers });
      await vi.waitFor(async () => expect(await superuser.execute(waiting)).toHaveLength(1), patience);
      server.signal("SIGTERM");
      await vi.waitFor(async () => expect(await server.readiness()).toBe(503), patience);
      await vi.waitFor(() => expect(fetch(server.origin)).rejects.toThrow(), patience);
      return { asked };
    });
    const { status, headers: sent } = await answer.asked;
    expect([status, sent.get("connection")]).toEqual([200, "close"]);
    expect(await server.exited).toBe(0);
    expect(server.logLines().map(({ message }) => message)).toEqual(expect.arrayContaining(["draining", "stopped"]));
  });

  it("takes the rest of a file that had begun to come", async () => {
    await using database = await preparedDatabase();
    const server = await startServerProcess(database, 0);
    const finish = await slowImport(server.origin, await signIn(server.origin), "web-1");
    server.signal("SIGINT");
    await vi.waitFor(() => expect(fetch(server.origin)).rejects.toThrow(), patience);
    expect(await finish()).toMatchObject({ status: 200, connection: "close", body: { created: 1 } });
    expect(await server.exited).toBe(0);
    expect(await database.open("server").$count(hosts)).toBe(1);
  });
});

describe("two servers behind nginx", () => {
  it("R-DRN-1 are restarted one after the other without a failed request", async () => {
    await using database = await preparedDatabase();
    const servers = await Promise.all([startServerProcess(database, 1), startServerProcess(database, 1)]);
    const origin = await startNginx(servers.map(({ port }) => port));
    const identity = await vi.waitFor(() => signIn(origin), patience);

    let isOver = false;
    const answers: Record<string, number> = {};
    const load = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const outcome = await fetch(`${origin}/api/v1/hosts`, { headers: identity }).then(
          ({ status }) => status,
          String,
        );
        answers[outcome] = (answers[outcome] ?? 0) + 1;
      }
    });
    const [first, second] = servers;
    const finish = await slowImport(first.origin, identity, "web-1");
    first.signal("SIGTERM");
    await vi.waitFor(() => expect(fetch(first.origin)).rejects.toThrow(), patience);
    expect(await finish()).toMatchObject({ status: 200, body: { created: 1 } });
    expect(await first.exited).toBe(0);

    const again = await startServerProcess(database, 1, first.port);
    const served = expect.objectContaining({ path: "/api/v1/hosts", status: 200 });
    await vi.waitFor(() => expect(again.logLines()).toContainEqual(served), patience);
    second.signal("SIGTERM");
    expect(await second.exited).toBe(0);
    isOver = true;
    await Promise.all(load);
    expect(answers).toEqual({ 200: expect.any(Number) });
    expect(answers[200]).toBeGreaterThan(100);
  });
});
