import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const signIn = (email: string, typed: string) =>
  server.send("nobody", "POST", "/api/auth/login", { body: { email, password: typed } });
const reset = (body: object, who: "nobody" | "viewer" = "nobody") =>
  server.send(who, "POST", "/api/auth/reset", { body });
const newPassword = "a password of my own";

/** The secret of a link that an admin made for a new user. */
async function invite(email: string): Promise<string> {
  const answer = await server.send("admin", "POST", "/api/v1/users", { body: { email, name: "Amy", role: "viewer" } });
  expect(answer.statusCode).toBe(201);
  return answer.json().link.path.split("#")[1];
}

describe("POST /api/auth/reset", () => {
  it("lets a user choose the first password, and sign in with it", async () => {
    const secret = await invite("amy@example.net");
    expect((await signIn("amy@example.net", newPassword)).statusCode).toBe(401);
    const answer = await reset({ secret, newPassword });
    expect([answer.statusCode, answer.body, answer.headers["set-cookie"]]).toEqual([204, "", undefined]);
    expect((await signIn("amy@example.net", newPassword)).statusCode).toBe(200);
  });

  it("sets the password of the link's user, whoever is signed in", async () => {
    const secret = await invite("bob@example.net");
    expect((await reset({ secret, newPassword }, "viewer")).statusCode).toBe(204);
    expect((await signIn(emailOf("viewer"), password)).statusCode).toBe(200);
    expect((await signIn("bob@example.net", newPassword)).statusCode).toBe(200);
  });

  it("answers a used link as one that never was", async () => {
    const secret = await invite("cleo@example.net");
    await reset({ secret, newPassword });
    const answers = [await reset({ secret, newPassword }), await reset({ secret: "A".repeat(43), newPassword })];
    const problems = answers.map((answer) => ({ ...answer.json(), requestId: null, status: answer.statusCode }));
    expect(problems[0]).toMatchObject({ status: 422, code: "invalid", errors: [{ path: "secret" }] });
    expect(problems[1]).toEqual(problems[0]);
  });

  it.each([
    ["seven c", "newPassword"],
    ["x".repeat(129), "newPassword"],
    ["Password123", "newPassword"],
  ])("422 for the password %j, and the link stays good", async (refused, path) => {
    const secret = await invite(`${refused.length}@example.net`);
    const answer = await reset({ secret, newPassword: refused });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
    expect((await reset({ secret, newPassword })).statusCode).toBe(204);
  });

  it.each([
    {},
    { secret: "x" },
    { newPassword },
    { secret: "x", newPassword, role: "admin" },
    { secret: 1, newPassword },
  ])("422 for %j", async (body) => expect((await reset(body)).statusCode).toBe(422));

  it("R-AUD-12 leaves no secret of a link in the log, and no password", async () => {
    const secret = await invite("dora@example.net");
    await reset({ secret, newPassword });
    const events = await server.send("auditor", "GET", "/api/v1/audit-events?action=user.password-set");
    expect(events.json().items[0].actor).toMatchObject({ kind: "user", label: "dora@example.net" });
    const kept = JSON.stringify([server.logLines, await server.db.select().from(auditEvents)]);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(newPassword);
  });
});
