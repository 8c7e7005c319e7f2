import { TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

const login = (server: TestServer, typed: object, path = "/api/auth/login") =>
  server.send("nobody", "POST", path, { body: { email: emailOf("operator"), password, ...typed } });

/** Sets two steps up for the operator. Gives the authenticator, at the server's clock, and the recovery codes. */
async function setUp(server: TestServer) {
  const post = (path: string, body: object) => server.send("operator", "POST", `/api/auth/two-step/${path}`, { body });
  const { secret } = (await post("begin", { password })).json();
  const authenticator = new TOTP({ secret });
  const codeNow = () => authenticator.generate({ timestamp: server.now().getTime() });
  const confirmedWith = codeNow();
  const { codes } = (await post("confirm", { code: confirmedWith })).json<{ codes: string[] }>();
  return { codeNow, codes, confirmedWith };
}
const nextPeriod = (server: TestServer) => server.setClock(new Date(server.now().getTime() + 60_000));
const withoutRequestId = ({ json }: { json: () => { requestId: string } }) => {
  const { requestId: _, ...problem } = json();
  return problem;
};

describe("who set up two-step sign-in", () => {
  it("signs in with a code of the authenticator, each once, by browser and by API", async () => {
    await using server = await startServer();
    const { codeNow, confirmedWith } = await setUp(server);
    expect((await login(server, { totp: confirmedWith })).statusCode).toBe(401);
    nextPeriod(server);
    const totp = codeNow();
    expect((await login(server, { totp })).statusCode).toBe(200);
    expect((await login(server, { totp })).statusCode).toBe(401);
    nextPeriod(server);
    expect((await login(server, { totp: codeNow() }, "/api/v1/auth/token")).json()).toMatchObject({
      tokenType: "Bearer",
    });
  });

  it("signs in with a recovery code, once", async () => {
    await using server = await startServer();
    const { codes } = await setUp(server);
    expect((await login(server, { totp: codes[3] })).statusCode).toBe(200);
    expect((await login(server, { totp: codes[3] })).statusCode).toBe(401);
    expect((await login(server, { totp: codes[4]!.toLowerCase().replaceAll("-", " ") })).statusCode).toBe(200);
    const actions = (await server.db.select().from(auditEvents).orderBy(auditEvents.id)).map(({ action }) => action);
    expect(actions.slice(-5)).toEqual([
      ...["user.recovery-code-used", "user.signed-in", "user.sign-in-failed"],
      ...["user.recovery-code-used", "user.signed-in"],
    ]);
  });

  it("R-MFA-1 learns nothing of the password from what is answered to a missing or a wrong code", async () => {
    await using server = await startServer();
    await setUp(server);
    const answers = [
      await login(server, {}),
      await login(server, { totp: "000000" }),
      await login(server, { password: "wrong" }),
      await login(server, { password: "wrong", totp: "000000" }),
      await login(server, { email: "stranger@example.net", totp: "000000" }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(401));
    expect(new Set(answers.map((answer) => JSON.stringify(withoutRequestId(answer)))).size).toBe(1);
  });

  it("R-MFA-1 that is guessed five times is refused there, with the right code too, and not elsewhere", async () => {
    await using server = await startServer({ trustedProxies: ["127.0.0.1"] });
    const { codeNow } = await setUp(server);
    nextPeriod(server);
    const from = (address: string, totp: string) =>
      server.send("nobody", "POST", "/api/auth/login", {
        body: { email: emailOf("operator"), password, totp },
        headers: { "x-forwarded-for": address },
      });
    const statuses = [];
    for (const totp of ["000001", "000002", "000003", "000004", "000005", codeNow()]) {
      statuses.push((await from("192.0.2.66", totp)).statusCode);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await from("192.0.2.1", codeNow())).statusCode).toBe(200);
  });
});

describe("a role that must sign in in two steps", () => {
  it("can do nothing before that is set up, and everything after", async () => {
    await using server = await startServer();
    const listHosts = async () => (await server.send("operator", "GET", "/api/v1/hosts")).statusCode;
    expect(await listHosts()).toBe(200);
    const edit = { body: { twoStepRoles: ["operator"] }, headers: { "if-match": '"0"' } };
    expect((await server.send("admin", "PATCH", "/api/v1/settings", edit)).statusCode).toBe(200);
    expect(await listHosts()).toBe(403);
    const profile = (await server.send("operator", "GET", "/api/v1/users/me")).json();
    expect(profile.duty).toBe("set-up-two-step");
    await setUp(server);
    expect(await listHosts()).toBe(200);
    expect((await server.send("viewer", "GET", "/api/v1/hosts")).statusCode).toBe(200);
  });
});
