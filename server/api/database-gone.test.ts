import { like } from "drizzle-orm";
import { expect, it } from "vitest";
import { alerts, auditEvents } from "@/db/schema";
import { numbers } from "@/server/domain/numbers";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { startOwnServer } from "@/server/test/own-server";

it("R-FO-1 without its database a server answers 503, and serves again without a restart when it is back", async () => {
  await using server = await startOwnServer();
  const { app, postgres, db, headers } = server;
  const host = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
  const read = () => app.inject({ url: "/api/v1/hosts", headers });
  const register = () => app.inject({ method: "POST", url: "/api/v1/hosts", payload: host, headers });
  const message = messageOf(sentAlert(), sentAlert({ labels: { alertname: "Down" } }));
  const tell = () => app.inject({ method: "POST", url: "/api/v1/hooks/alertmanager", payload: message, headers });
  expect((await read()).statusCode).toBe(200);

  await postgres.kill();
  for (const answer of [await read(), await register(), await tell()]) {
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
  // Alertmanager sends again what was answered 503, of which nothing was kept.
  expect(await db.$count(alerts)).toBe(0);
  expect((await tell()).json()).toMatchObject({ received: 2, created: 2 });
  expect(await db.$count(auditEvents, like(auditEvents.action, "alert.%"))).toBe(2);
});
