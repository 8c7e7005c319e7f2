import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { password, startServer, type TestServer } from "@/server/test/server";

const post = (server: TestServer, path: string, body: unknown, who: "viewer" | "nobody" = "viewer") =>
  server.send(who, "POST", `/api/auth/two-step/${path}`, { body });
const codeOf = (secret: string) => TOTP.generate({ secret: Secret.fromBase32(secret) });

describe("two-step sign-in by HTTP", () => {
  it("is set up, gives other recovery codes, and is turned off, without a trace of the secrets in the log", async () => {
    await using server = await startServer();
    const begun = await post(server, "begin", { password });
    expect([begun.statusCode, Object.keys(begun.json())]).toEqual([200, ["secret", "uri"]]);
    const { secret, uri } = begun.json();
    expect(uri).toMatch(/^otpauth:\/\/totp\/OpsDesk:/);

    const confirmed = await post(server, "confirm", { code: codeOf(secret) });
    expect([confirmed.statusCode, confirmed.json().codes.length]).toEqual([200, 10]);
    const renewed = await post(server, "recovery-codes", { password });
    expect([renewed.statusCode, renewed.json().codes.length]).toEqual([200, 10]);
    const off = await post(server, "off", { password });
    expect([off.statusCode, off.body]).toEqual([204, ""]);

    const events = JSON.stringify(await server.db.select().from(auditEvents));
    const { body: metrics } = await server.metricsApp.inject("/metrics");
    for (const canary of [secret, ...confirmed.json().codes, ...renewed.json().codes, password]) {
      expect(events + metrics + server.logLines.join("\n")).not.toContain(canary);
    }
  });

  it.each([
    ["begin", {}, "password"],
    ["begin", { password: "wrong" }, "password"],
    ["begin", { password, secret: "MINE" }, "secret"],
    ["confirm", {}, "code"],
    ["off", { password: "wrong" }, "password"],
    ["recovery-codes", { password: 1 }, "password"],
  ])("422 for %s with %j", async (path, body, field) => {
    await using server = await startServer();
    const answer = await post(server, path, body);
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, field]);
  });

  it("409 for a code without a beginning, and for codes of what is not on", async () => {
    await using server = await startServer();
    expect((await post(server, "confirm", { code: "123456" })).statusCode).toBe(409);
    expect((await post(server, "recovery-codes", { password })).statusCode).toBe(409);
  });

  it.each(["begin", "confirm", "off", "recovery-codes"])("401 for nobody who posts to %s", async (path) => {
    await using server = await startServer();
    expect((await post(server, path, {}, "nobody")).statusCode).toBe(401);
  });

  it("R-MFA-1 429 with Retry-After after five wrong tries", async () => {
    await using server = await startServer();
    for (let tries = 0; tries < 5; tries++) {
      expect((await post(server, "begin", { password: "wrong" })).statusCode).toBe(422);
    }
    const refused = await post(server, "begin", { password });
    expect([refused.statusCode, Number(refused.headers["retry-after"]) > 800]).toEqual([429, true]);
  });
});
