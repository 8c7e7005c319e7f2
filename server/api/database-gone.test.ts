import { expect, it } from "vitest";
import { connect } from "@/db/connect";
import { makeAuditPartitions } from "@/server/domain/audit/partitions";
import { systemContext } from "@/server/domain/context";
import { openHintChannel } from "@/server/domain/hints/channel";
import { numbers } from "@/server/domain/numbers";
import { createFirstAdmin } from "@/server/domain/users/mutations";
import { createLog } from "@/server/log";
import { createMetrics } from "@/server/metrics";
import { testKeys } from "@/server/test/database";
import { startOwnPostgres } from "@/server/test/own-postgres";
import { buildServer } from "./server";

const admin = { email: "admin@example.net", password: "correct horse battery staple" };
const none = { publicUrl: undefined, webUrl: undefined, trustedProxies: [], maxImportBytes: 1_048_576 };

it("R-FO-1 without its database a server answers 503, and serves again without a restart when it is back", async () => {
  await using postgres = await startOwnPostgres();
  const { db, close } = connect(postgres.serverUrl, {
    poolSize: 4,
    applicationName: "test",
    ...numbers.database.timeouts,
  });
  const environment = { db, keys: testKeys, now: () => new Date() };
  await makeAuditPartitions(systemContext(environment, "test"));
  await createFirstAdmin(systemContext(environment, "test"), admin);
  const log = createLog("error", "server", { write: () => {} });
  const hints = openHintChannel(db, () => {});
  const shared = { environment, log, hints, metrics: createMetrics(), isDraining: () => false };
  const app = await buildServer({ ...shared, ...none });

  const browser = { "sec-fetch-site": "same-origin" };
  const signIn = await app.inject({ method: "POST", url: "/api/auth/login", payload: admin, headers: browser });
  const headers = { ...browser, cookie: String(signIn.headers["set-cookie"]).split(";", 1)[0] };
  const host = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
  const read = () => app.inject({ url: "/api/v1/hosts", headers });
  const register = () => app.inject({ method: "POST", url: "/api/v1/hosts", payload: host, headers });
  expect((await read()).statusCode).toBe(200);

  await postgres.kill();
  for (const answer of [await read(), await register()]) {
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      code: "unavailable",
      detail: expect.not.stringMatching(/ECONN|ENOENT|socket/),
    });
    expect(answer.headers["retry-after"]).toBe(String(numbers.requests.retryAfterSeconds));
  }
  expect((await app.inject("/healthz")).body).toBe('{"status":"ok"}');

  await postgres.start();
  await expect.poll(async () => (await read()).statusCode, { timeout: 10_000 }).toBe(200);
  expect((await register()).statusCode).toBe(201);

  await app.close();
  await close();
});
