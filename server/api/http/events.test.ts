import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { Role } from "@/db/enums";
import { numbers } from "@/server/domain/numbers";
import { actors } from "@/server/test/database";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

const patience = { timeout: 10_000, interval: 20 };

type Event = { id?: string; event?: string; data?: unknown };

/** Reads a stream as a browser's EventSource does. */
async function follow(server: TestServer, headers: Record<string, string>) {
  if (server.app.addresses().length === 0) await server.app.listen({ host: "127.0.0.1", port: 0 });
  const aborting = new AbortController();
  const answer = await fetch(`${server.app.listeningOrigin}/api/events`, { headers, signal: aborting.signal });
  const events: Event[] = [];
  let isEnded = false;
  const read = async () => {
    let text = "";
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split("\n\n");
      text = blocks.pop()!;
      events.push(...blocks.map(parse));
    }
  };
  void read()
    .catch(() => {})
    .finally(() => {
      isEnded = true;
    });
  return {
    answer,
    events,
    hints: () => events.filter(({ event, data }) => event === undefined && data !== undefined).map(({ data }) => data),
    isEnded: () => isEnded,
    [Symbol.dispose]: () => aborting.abort(),
  };
}

function parse(block: string): Event {
  const fields = block.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]);
  const { id, event, data } = Object.fromEntries(fields);
  return { ...(id && { id }), ...(event && { event }), ...(data && { data: JSON.parse(data) as unknown }) };
}

const register = async (server: TestServer, octet: number): Promise<string> => {
  const body = { hostname: `web-${octet}`, ip: `10.0.0.${octet}`, os: "linux", environment: "prod" };
  return (await server.send("operator", "POST", "/api/v1/hosts", { body })).json().id;
};

async function cookieOf(server: TestServer, role: Role): Promise<{ cookie: string }> {
  const body = { email: emailOf(role), password };
  const { headers } = await server.send("nobody", "POST", "/api/auth/login", { body });
  return { cookie: String(headers["set-cookie"]).split(";", 1)[0]! };
}

describe("GET /api/events", () => {
  it("tells of a change on any replica to those who may read it, each once", async () => {
    await using server = await startServer();
    await using replica = await startServer({}, server.database);
    using auditor = await follow(replica, await cookieOf(server, "auditor"));
    using viewer = await follow(replica, await cookieOf(server, "viewer"));
    expect(viewer.answer.headers.get("content-type")).toBe("text/event-stream");
    // The first hint that arrives shows that the replica listens.
    let id = "";
    for (let octet = 1; octet < 200 && viewer.hints().length === 0; octet += 1) {
      id = await register(server, octet);
      await vi.waitFor(() => expect(viewer.hints()).not.toEqual([]), { timeout: 300 }).catch(() => {});
    }
    await vi.waitFor(() => expect(viewer.hints()).toContainEqual({ noun: "host", id }), patience);
    await vi.waitFor(() => expect(auditor.hints()).toContainEqual({ noun: "audit-event", id: null }), patience);
    expect(viewer.hints()).not.toContainEqual({ noun: "audit-event", id: null });
    expect(viewer.hints().filter((hint) => JSON.stringify(hint).includes(id))).toHaveLength(1);
  });

  it("gives who comes back within ten minutes what was missed, and tells others to fetch everything", async () => {
    await using server = await startServer();
    const viewer = await server.signedIn("viewer");
    const leftAt = server.now().toISOString();
    const ids = [await register(server, 1), await register(server, 2)];
    using back = await follow(server, { ...viewer, "last-event-id": leftAt });
    const missed = ids.map((hostId) => ({ noun: "host", id: hostId }));
    await vi.waitFor(() => expect(back.hints()).toEqual(expect.arrayContaining(missed)), patience);
    for (const lastEventId of [new Date(Date.now() - 11 * 60_000).toISOString(), "nonsense"]) {
      using late = await follow(server, { ...viewer, "last-event-id": lastEventId });
      await vi.waitFor(() => expect(late.events.map(({ event }) => event)).toContain("reset"), patience);
    }
  });

  it("beats, which moves the place to come back to", async () => {
    await using server = await startServer({ streamTiming: { ...numbers.streams, heartbeatSeconds: 0.05 } });
    using viewer = await follow(server, await server.signedIn("viewer"));
    await vi.waitFor(() => expect(viewer.events.length).toBeGreaterThan(2), patience);
    const ids = viewer.events.map(({ id }) => id!);
    expect(ids).toEqual(ids.toSorted());
    expect(Date.now() - Date.parse(ids.at(-1)!)).toBeLessThan(60_000);
  });

  it("is for whoever has signed in, and not for API tokens", async () => {
    await using server = await startServer();
    const body = { name: "a script", role: "viewer", scopes: ["hosts:read"] };
    const { token } = (await server.send("viewer", "POST", "/api/v1/api-tokens", { body })).json();
    using nobody = await follow(server, {});
    using script = await follow(server, { authorization: `Bearer ${token}` });
    expect([nobody.answer.status, script.answer.status]).toEqual([401, 403]);
  });

  it("of which a user has too many is refused", async () => {
    await using server = await startServer();
    const viewer = await server.signedIn("viewer");
    const streams = [];
    for (let opened = 0; opened < numbers.streams.maxPerUser; opened += 1) streams.push(await follow(server, viewer));
    using further = await follow(server, viewer);
    expect(further.answer.status).toBe(429);
    for (const stream of streams) stream[Symbol.dispose]();
    await vi.waitFor(async () => {
      using again = await follow(server, viewer);
      expect(again.answer.status).toBe(200);
    }, patience);
  });

  it("ends when the server does", async () => {
    const server = await startServer();
    using viewer = await follow(server, await server.signedIn("viewer"));
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(viewer.isEnded()).toBe(true), patience);
  });
});

const { id } = actors.viewer;
const change = async (server: TestServer, method: "PATCH" | "POST", path: string, body: object) => {
  const { version } = (await server.send("admin", "GET", `/api/v1/users/${id}`)).json();
  const headers = { "if-match": `"${version}"` };
  expect((await server.send("admin", method, `/api/v1/users/${id}${path}`, { body, headers })).statusCode).toBe(200);
};
const newPassword = { currentPassword: password, newPassword: "quite another phrase" };

const ends: Record<string, (server: TestServer, cookie: { cookie: string }) => Promise<unknown>> = {
  "a change of role": (server) => change(server, "PATCH", "", { role: "operator" }),
  deactivation: (server) => change(server, "POST", "/deactivate", {}),
  "a change of the password elsewhere": async (server) =>
    server.send("nobody", "POST", "/api/auth/password", {
      body: newPassword,
      headers: await cookieOf(server, "viewer"),
    }),
  "signing out": (server, cookie) => server.send("nobody", "POST", "/api/auth/logout", { headers: cookie }),
};

describe("R-SES-1 an open event stream", () => {
  it.each(Object.keys(ends))("is closed on every replica after %s", async (how) => {
    await using server = await startServer();
    await using replica = await startServer({}, server.database);
    const cookie = await cookieOf(server, "viewer");
    using viewer = await follow(replica, cookie);
    using bystander = await follow(replica, await cookieOf(server, "auditor"));
    await ends[how]!(server, cookie);
    await vi.waitFor(() => expect(viewer.isEnded()).toBe(true), { timeout: 20_000, interval: 20 });
    expect(viewer.events.at(-1)).toMatchObject({ event: "ended" });
    expect(bystander.isEnded()).toBe(false);
  });

  it("of an API client is closed when its access token expires", async () => {
    await using server = await startServer({ streamTiming: { ...numbers.streams, accessCheckMilliseconds: 50 } });
    const body = { email: emailOf("viewer"), password };
    const { accessToken } = (await server.send("nobody", "POST", "/api/v1/auth/token", { body })).json();
    using client = await follow(server, { authorization: `Bearer ${accessToken}` });
    await wait(200);
    expect(client.isEnded()).toBe(false);
    server.setClock(new Date(Date.now() + 15.1 * 60_000));
    await vi.waitFor(() => expect(client.isEnded()).toBe(true), patience);
  });
});
