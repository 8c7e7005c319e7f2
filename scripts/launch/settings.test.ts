import { expect, test } from "vitest";
import { localUrl, needsHttps, readLaunchSettings } from "./settings";

test("an empty variable counts as absent", () => {
  const { host, port, metricsPort, databaseUrl } = readLaunchSettings({ NODE_ENV: "test", PORT: "", DATABASE_URL: "" });
  expect({ host, port, metricsPort, databaseUrl }).toEqual({
    host: "127.0.0.1",
    port: 3000,
    metricsPort: 9464,
    databaseUrl: undefined,
  });
});

test.each(["http", "65536", "-1", "3000.5"])("PORT=%s is refused by name", (PORT) => {
  expect(() => readLaunchSettings({ NODE_ENV: "test", PORT })).toThrow(`PORT is ${PORT}`);
});

test("an owner's URL alone is refused", () => {
  const environment = { NODE_ENV: "test", DATABASE_OWNER_URL: "postgres://owner@localhost/desk" } as const;
  expect(() => readLaunchSettings(environment)).toThrow("DATABASE_URL is not");
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://127.0.0.1:3000"],
  ["::", "http://127.0.0.1:3000"],
  ["::1", "http://[::1]:3000"],
  ["10.0.0.5", "http://10.0.0.5:3000"],
])("what listens on %s is reached at %s", (host, url) => {
  expect(localUrl(host, 3000)).toBe(url);
});

test.each([
  ["127.0.0.1", undefined, false],
  ["localhost", undefined, false],
  ["0.0.0.0", undefined, true],
  ["0.0.0.0", "http://desk.example.net", true],
  ["0.0.0.0", "https://desk.example.net", false],
])("host %s with the public URL %s needs https: %s", (host, publicUrl, expected) => {
  expect(needsHttps({ host, publicUrl })).toBe(expected);
});
