import { describe, expect, it } from "vitest";
import { sessions } from "@/db/schema";
import type { Tokens } from "@/server/domain/sessions/schema";
import { actors } from "@/server/test/database";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

type Credentials = Record<"cookie" | "accessToken" | "apiToken", Record<string, string>>;

async function credentialsOfOperator(server: TestServer): Promise<Credentials> {
  const body = { email: emailOf("operator"), password };
  const { headers } = await server.send("nobody", "POST", "/api/auth/login", { body });
  const cookie = String(headers["set-cookie"]).split(";", 1)[0]!;
  const tokens: Tokens = (await server.send("nobody", "POST", "/api/v1/auth/token", { body })).json();
  const made = await server.send("nobody", "POST", "/api/v1/api-tokens", {
    body: { name: "a script", role: "operator", scopes: ["hosts:write"] },
    headers: { cookie },
  });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return { cookie: { cookie }, accessToken: bearer(tokens.accessToken), apiToken: bearer(made.json().token) };
}

/** What another replica answers to each of the credentials at its next request. */
async function statuses(replica: TestServer, credentials: Credentials) {
  const asked = Object.values(credentials).map((headers) =>
    replica.send("nobody", "GET", "/api/v1/hosts", { headers }),
  );
  const [cookie, accessToken, apiToken] = (await Promise.all(asked)).map(({ statusCode }) => statusCode);
  return { cookie, accessToken, apiToken };
}

const { id } = actors.operator;
const change = async (server: TestServer, path: string, method: "POST" | "PATCH", body: object) => {
  const { version } = (await server.send("admin", "GET", `/api/v1/users/${id}`)).json();
  const answer = await server.send("admin", method, `/api/v1/users/${id}${path}`, {
    body,
    headers: { "if-match": `"${version}"` },
  });
  expect(answer.statusCode).toBe(200);
};

type End = (server: TestServer, credentials: Credentials) => Promise<unknown>;
const ends: [string, End, Record<string, number>][] = [
  [
    "a change of role",
    (server) => change(server, "", "PATCH", { role: "viewer" }),
    { cookie: 401, accessToken: 401, apiToken: 200 },
  ],
  [
    "deactivation",
    (server) => change(server, "/deactivate", "POST", {}),
    { cookie: 401, accessToken: 401, apiToken: 401 },
  ],
  [
    "a change of the password",
    (server, { cookie }) =>
      server.send("nobody", "POST", "/api/auth/password", {
        body: { currentPassword: password, newPassword: "quite another phrase" },
        headers: cookie,
      }),
    { cookie: 200, accessToken: 401, apiToken: 200 },
  ],
  [
    "signing out",
    (server, { cookie }) => server.send("nobody", "POST", "/api/auth/logout", { headers: cookie }),
    { cookie: 401, accessToken: 200, apiToken: 200 },
  ],
  [
    "an admin who ends them",
    (server) => server.send("admin", "DELETE", `/api/v1/users/${id}/sessions`),
    { cookie: 401, accessToken: 401, apiToken: 200 },
  ],
];

describe("on every replica", () => {
  it.each(ends)("R-SES-1 %s counts from the next request on", async (_, end, expected) => {
    await using server = await startServer();
    await using replica = await startServer({}, server.database);
    const credentials = await credentialsOfOperator(server);
    expect(await statuses(replica, credentials)).toEqual({ cookie: 200, accessToken: 200, apiToken: 200 });
    await end(server, credentials);
    expect(await statuses(replica, credentials)).toEqual(expected);
  });

  it("R-SES-1 a demoted owner's API token may do no more than its owner", async () => {
    await using server = await startServer();
    await using replica = await startServer({}, server.database);
    const { apiToken } = await credentialsOfOperator(server);
    const register = (octet: number) =>
      replica.send("nobody", "POST", "/api/v1/hosts", {
        body: { hostname: `web-${octet}`, ip: `10.0.0.${octet}`, os: "linux", environment: "prod" },
        headers: apiToken,
      });
    expect((await register(1)).statusCode).toBe(201);
    await change(server, "", "PATCH", { role: "viewer" });
    expect((await register(2)).statusCode).toBe(403);
    expect(await server.db.$count(sessions)).toBeGreaterThan(0);
  });
});
