import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await Promise.all((["admin", "operator"] as const).map((role) => server.signedIn(role)));
});
afterAll(() => server[Symbol.asyncDispose]());

const register = (fields: object) =>
  server.send("admin", "POST", "/api/v1/hosts", { body: { os: "linux", environment: "prod", ...fields } });
const tally = (statuses: number[]) =>
  Object.fromEntries(
    Map.groupBy(statuses, String)
      .entries()
      .map(([status, all]) => [status, all.length]),
  );
const times = <T>(count: number, make: (number: number) => T) =>
  Array.from({ length: count }, (_, number) => make(number));

describe("at once", () => {
  it.each([
    ["one name and address", (_: number) => ({ hostname: "web-1", ip: "10.0.0.1" })],
    ["one name", (number: number) => ({ hostname: "web-2", ip: `10.0.1.${number}` })],
    ["one address", (number: number) => ({ hostname: `app-${number}`, ip: "10.0.0.3" })],
  ])("R-API-3 fifty registrations of %s are one host, 49 conflicts and one event", async (_, fields) => {
    const before = [
      await server.db.$count(hosts),
      await server.db.$count(auditEvents, eq(auditEvents.action, "host.registered")),
    ];
    const answers = await Promise.all(times(50, (number) => register(fields(number))));
    expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 201: 1, 409: 49 });
    const after = [
      await server.db.$count(hosts),
      await server.db.$count(auditEvents, eq(auditEvents.action, "host.registered")),
    ];
    expect(after).toEqual(before.map((count) => count + 1));
  });

  it("R-API-3 fifty hosts that are given one address are one that has it, and 49 conflicts", async () => {
    const all = await Promise.all(
      times(50, async (number) => {
        const answer = await register({ hostname: `move-${number}`, ip: `10.8.${number}.1` });
        return answer.json().id as string;
      }),
    );
    const sent = { body: { ip: "10.8.0.100" }, headers: { "if-match": '"1"' } };
    const answers = await Promise.all(all.map((id) => server.send("operator", "PATCH", `/api/v1/hosts/${id}`, sent)));
    expect(tally(answers.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 409: 49 });
    expect(await server.db.$count(auditEvents, eq(auditEvents.action, "host.updated"))).toBe(1);
  });

  it("R-API-3 two hundred pairs of edits of one version are 200 of one host each, 200 stale ones and 200 events", async () => {
    const all = await Promise.all(
      times(200, async (number) => {
        const answer = await register({ hostname: `pair-${number}`, ip: `10.9.${number}.1` });
        return answer.json().id as string;
      }),
    );
    const before = await server.db.$count(auditEvents, eq(auditEvents.action, "host.updated"));
    const edit = async (id: string, notes: string) => {
      const sent = { body: { notes }, headers: { "if-match": '"1"' } };
      return { notes, answer: await server.send("operator", "PATCH", `/api/v1/hosts/${id}`, sent) };
    };
    const pairs = await Promise.all(all.map((id) => Promise.all([edit(id, "one"), edit(id, "other")])));
    for (const [index, pair] of pairs.entries()) {
      const [won, lost] = pair.toSorted((one, other) => one.answer.statusCode - other.answer.statusCode);
      expect([won!.answer.statusCode, lost!.answer.statusCode]).toEqual([200, 412]);
      expect(won!.answer.json()).toMatchObject({ id: all[index], version: 2, notes: won!.notes });
      expect(lost!.answer.json().current).toEqual(won!.answer.json());
    }
    const after = await server.db.$count(auditEvents, eq(auditEvents.action, "host.updated"));
    expect(after - before).toBe(200);
  });
});
