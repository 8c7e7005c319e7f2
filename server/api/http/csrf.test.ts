import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

const own = "https://desk.example.net";

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startServer({ publicUrl: `${own}/` });
  ({ cookie } = await server.signedIn("admin"));
});
afterAll(() => server[Symbol.asyncDispose]());

const sites = ["same-origin", "same-site", "cross-site", "none", undefined];
const origins = [own, "https://evil.example.net", "http://desk.example.net", "null", undefined];
const types = [
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "Multipart/Form-Data; boundary=x",
  undefined,
];
const matrix = sites.flatMap((site) => origins.flatMap((origin) => types.map((type) => ({ site, origin, type }))));

const isOurs = ({ site, origin }: (typeof matrix)[number]) => (site ? site === "same-origin" : origin === own);
const isForm = ({ type }: (typeof matrix)[number]) => type !== undefined && type !== "application/json";

/** Exactly these headers, with none that the test's own browser would add. */
const post = (url: string, payload: object, { site, origin, type }: (typeof matrix)[number], sent = {}) => {
  const given = { "sec-fetch-site": site, origin, "content-type": type, ...sent };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return server.app.inject({ method: "POST", url, payload: type ? JSON.stringify(payload) : "", headers });
};
const stateOf = async () => [await server.db.$count(hosts), await server.db.$count(auditEvents)];

describe("R-WEB-2 what another site's page could have sent", () => {
  it.each([
    "/api/v1/hosts",
    "/api/v1/hosts/import",
    "/api/trpc/hosts.register",
    "/api/v1/users",
    "/api/v1/users/import",
    "/api/v1/api-tokens",
    "/api/auth/logout",
    "/api/auth/password",
    "/api/auth/reset",
    "/api/auth/two-step/begin",
    "/api/auth/two-step/off",
  ])("changes nothing with the cookie at %s", async (url) => {
    const before = await stateOf();
    for (const request of matrix.filter((each) => !isOurs(each) || isForm(each))) {
      const host = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
      const answer = await post(url, host, request, { cookie });
      expect([request, answer.statusCode, answer.json().code]).toEqual([request, 403, "forbidden"]);
    }
    expect(await stateOf()).toEqual(before);
  });

  it("signs nobody in, and cannot say whether a password is right", async () => {
    const before = await stateOf();
    for (const request of matrix.filter((each) => !isOurs(each) || isForm(each))) {
      const answer = await post("/api/auth/login", { email: emailOf("admin"), password }, request);
      expect([request, answer.statusCode, answer.headers["set-cookie"]]).toEqual([request, 403, undefined]);
    }
    expect(await stateOf()).toEqual(before);
  });

  it.each(["/api/%61uth/login", "/api/auth/log%69n"])("is found out however the path is spelled (%s)", async (url) => {
    const request = { site: "cross-site", origin: undefined, type: "application/json" };
    const answer = await post(url, { email: emailOf("admin"), password }, request);
    expect(answer.statusCode).toBe(403);
  });
});

describe("R-WEB-2 what comes with a bearer token", () => {
  it("may come from anywhere, because no browser adds one, also beside a cookie", async () => {
    const body = { email: emailOf("operator"), password };
    const { accessToken } = (await server.send("nobody", "POST", "/api/v1/auth/token", { body })).json();
    const before = await server.db.$count(hosts);
    for (const [number, request] of matrix.filter(({ type }) => type === "application/json").entries()) {
      const host = { hostname: `bearer-${number}`, ip: `10.0.2.${number}`, os: "linux", environment: "prod" };
      const headers = { cookie, authorization: `Bearer ${accessToken}` };
      expect((await post("/api/v1/hosts", host, request, headers)).statusCode).toBe(201);
    }
    expect(await server.db.$count(hosts)).toBe(before + sites.length * origins.length);
  });

  it("does not let the cookie act where the token is not good", async () => {
    const request = { site: "cross-site", origin: undefined, type: "application/json" };
    const headers = { cookie, authorization: "Bearer nonsense" };
    expect((await post("/api/v1/hosts", {}, request, headers)).statusCode).toBe(401);
    expect((await post("/api/auth/logout", {}, request, headers)).statusCode).toBe(403);
  });
});

describe("what OpsDesk's own pages send", () => {
  it("is taken from every browser, whether it says so or not", async () => {
    const ours = matrix.filter((each) => isOurs(each) && each.type === "application/json");
    expect(ours).toHaveLength(origins.length + 1);
    for (const [number, request] of ours.entries()) {
      const host = { hostname: `own-${number}`, ip: `10.0.1.${number}`, os: "linux", environment: "prod" };
      expect((await post("/api/v1/hosts", host, request, { cookie })).statusCode).toBe(201);
    }
  });

  it("may come without a content type where there is no body", async () => {
    const { cookie: viewer } = await server.signedIn("viewer");
    const answer = await post(
      "/api/auth/logout",
      {},
      { site: undefined, origin: own, type: undefined },
      { cookie: viewer },
    );
    expect(answer.statusCode).toBe(204);
  });

  it("is known by the host that was asked for where no public address is set", async () => {
    await using other = await startServer();
    const headers = { host: "desk.lan:3000", "content-type": "application/json" };
    const signIn = (origin: string) =>
      other.app.inject({
        method: "POST",
        url: "/api/auth/login",
        headers: { ...headers, origin },
        payload: { email: "x", password: "y" },
      });
    expect((await signIn("http://desk.lan:3000")).statusCode).toBe(401);
    for (const origin of ["http://desk.lan", "https://desk.lan:3000", "http://other.lan:3000"]) {
      expect((await signIn(origin)).statusCode).toBe(403);
    }
  });

  it("is not asked for by reading, nor without the cookie", async () => {
    const headers = { cookie, "sec-fetch-site": "cross-site" };
    expect((await server.app.inject({ url: "/api/v1/hosts", headers })).statusCode).toBe(200);
    const anonymous = { site: "cross-site", origin: undefined, type: "application/json" };
    expect((await post("/api/v1/hosts", {}, anonymous)).statusCode).toBe(401);
  });
});
