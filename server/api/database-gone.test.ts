import { expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { startOwnServer } from "@/server/test/own-server";

it("R-FO-1 without its database a server answers 503, and serves again without a restart when it is back", async () => {
  await using server = await startOwnServer();
  const { app, postgres, headers } = server;
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
});
