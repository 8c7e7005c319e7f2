import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

/** Signs in without success, which is an event, from an address that the socket has. */
async function knock({ app }: TestServer, remoteAddress: string, headers: Record<string, string>) {
  const payload = { email: "stranger@example.net", password: "x" };
  const sent = { "sec-fetch-site": "same-origin", "content-type": "application/json", ...headers };
  const answer = await app.inject({ method: "POST", url: "/api/auth/login", remoteAddress, headers: sent, payload });
  return String(answer.headers["x-request-id"]);
}
async function eventOf({ db }: TestServer, requestId: string) {
  const [event] = await db.select().from(auditEvents).where(eq(auditEvents.requestId, requestId));
  return event;
}
const claimed = { "x-forwarded-for": "198.51.100.7", "x-request-id": "from-the-proxy-1" };

describe("where a request comes from", () => {
  it("is what a trusted proxy says, whose request id joins the answer, the event and the log line", async () => {
    await using server = await startServer({ trustedProxies: ["10.0.0.0/8", "fd00::1"] });
    const requestId = await knock(server, "10.1.2.3", claimed);
    expect(requestId).toBe("from-the-proxy-1");
    expect(await eventOf(server, requestId)).toMatchObject({ ip: "198.51.100.7" });
    const lines = server.logLines.map((line) => JSON.parse(line)).filter((line) => line.requestId === requestId);
    expect(lines).toEqual([expect.objectContaining({ message: "request", ip: "198.51.100.7", status: 401 })]);
  });

  it("is the last hop that no trusted proxy added, and an id that is none is not taken", async () => {
    await using server = await startServer({ trustedProxies: ["10.0.0.0/8"] });
    const forged = { "x-forwarded-for": "1.2.3.4, 198.51.100.7, 10.9.9.9", "x-request-id": "forged\tid" };
    const requestId = await knock(server, "10.1.2.3", forged);
    expect(requestId).toMatch(/^[\da-f-]{36}$/);
    expect(await eventOf(server, requestId)).toMatchObject({ ip: "198.51.100.7" });
  });

  it("is unknown where a trusted proxy says what is no address", async () => {
    await using server = await startServer({ trustedProxies: ["10.0.0.0/8"] });
    const requestId = await knock(server, "::ffff:10.1.2.3", { "x-forwarded-for": "198.51.100.7:4711" });
    expect(await eventOf(server, requestId)).toMatchObject({ action: "user.sign-in-failed", ip: null });
  });

  it.each([
    ["10.1.2.3", "10.1.2.3"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
    ["fd00::2", "fd00::2"],
  ])("is the socket's address (%s) where nobody is trusted", async (remoteAddress, ip) => {
    await using server = await startServer();
    const requestId = await knock(server, remoteAddress, claimed);
    expect(requestId).not.toBe("from-the-proxy-1");
    expect(await eventOf(server, requestId)).toMatchObject({ ip });
  });

  it.each([
    ["curl/8.5", "curl/8.5"],
    [`a\tb${"c".repeat(1_000)}`, `ab${"c".repeat(510)}`],
    ["", null],
  ])("is told with the user agent %.10s, cleaned and cut", async (userAgent, kept) => {
    await using server = await startServer();
    const requestId = await knock(server, "10.1.2.3", { "user-agent": userAgent });
    expect(await eventOf(server, requestId)).toMatchObject({ userAgent: kept });
  });
});
