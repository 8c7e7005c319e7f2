import { describe, expect, it } from "vitest";
import { masterKey } from "@/server/test/database";
import { migrateSettings, parseSettings, serverSettings, workerSettings } from "./env";

const usable = { DATABASE_URL: "postgres://server@db/opsdesk", OPSDESK_MASTER_KEY: masterKey };
const faultsOf = (environment: Record<string, string>) => {
  const result = parseSettings(serverSettings, { ...usable, ...environment });
  return "faults" in result ? result.faults : [];
};

describe("the settings", () => {
  it("have defaults for all that a fresh machine cannot know", () => {
    const result = parseSettings(serverSettings, usable);
    expect(result).toMatchObject({
      settings: {
        HOST: "127.0.0.1",
        PORT: 3000,
        METRICS_PORT: 9464,
        LOG_LEVEL: "info",
        TRUSTED_PROXIES: [],
        DRAIN_WAIT_SECONDS: 5,
      },
    });
    const audit = { AUDIT_KEY_FILE: "audit-key.pem", AUDIT_CHECKPOINT_DIR: "audit" };
    expect(parseSettings(workerSettings, { ...usable, ...audit })).toMatchObject({ settings: { METRICS_PORT: 9465 } });
    expect(
      parseSettings(migrateSettings, { ...usable, DATABASE_OWNER_URL: "postgres://owner@db/opsdesk" }),
    ).toMatchObject({
      settings: { ADMIN_EMAIL: "admin@opsdesk.local" },
    });
  });

  it("name everything that is wrong with them at once, one line each, and no value", () => {
    const result = parseSettings(serverSettings, {
      DATABASE_URL: "mysql://hunter2@db",
      OPSDESK_MASTER_KEY: "hunter2",
      PORT: "70000",
      METRICS_PORT: "http",
      LOG_LEVEL: "loud",
      PUBLIC_URL: "ftp://hunter2.example.net",
      TRUSTED_PROXIES: "10.0.0.0/8, hunter2",
      MAX_IMPORT_SIZE_MB: "-1",
      DRAIN_WAIT_SECONDS: "1.5",
    });
    const faults = "faults" in result ? result.faults : [];
    expect(new Set(faults.map((fault) => fault.split(": ", 1)[0]))).toEqual(
      new Set([
        "DATABASE_URL",
        "DRAIN_WAIT_SECONDS",
        "LOG_LEVEL",
        "MAX_IMPORT_SIZE_MB",
        "METRICS_PORT",
        "OPSDESK_MASTER_KEY",
        "PORT",
        "PUBLIC_URL",
        "TRUSTED_PROXIES",
      ]),
    );
    expect(faults.join("\n")).not.toContain("hunter2");
  });

  it("are unset where they are empty", () => {
    const result = parseSettings(serverSettings, { DATABASE_URL: "", PORT: "", PUBLIC_URL: "", WEB_URL: "" });
    expect(result).toEqual({ faults: ["DATABASE_URL: Required.", "OPSDESK_MASTER_KEY: Required."] });
    expect(faultsOf({ PORT: "", PUBLIC_URL: "", TRUSTED_PROXIES: "" })).toEqual([]);
  });

  it.each([
    ["change-me-please-32-bytes-long!!!", "an example"],
    ["this-is-a-secret-key-of-32-bytes", "an example"],
    [Buffer.alloc(32).toString("base64"), "an example"],
    ["x".repeat(43), "an example"],
    [Buffer.from(masterKey, "base64").subarray(1).toString("base64"), "32 bytes"],
    [Buffer.concat([Buffer.from(masterKey, "base64"), Buffer.of(1)]).toString("base64"), "32 bytes"],
    ["short", "32 bytes"],
  ])("R-CFG-1 refuse the master key %j", (key, why) => {
    expect(faultsOf({ OPSDESK_MASTER_KEY: key })).toEqual([
      expect.stringMatching(new RegExp(`^OPSDESK_MASTER_KEY: .*${why}`)),
    ]);
  });

  it("decode the master key to 32 bytes", () => {
    const result = parseSettings(serverSettings, usable);
    expect("settings" in result && result.settings.OPSDESK_MASTER_KEY).toEqual(new Uint8Array(32).fill(7));
  });

  it("take trusted proxies as addresses and networks", () => {
    const result = parseSettings(serverSettings, { ...usable, TRUSTED_PROXIES: "10.0.0.1, fd00::/8,192.168.0.0/16" });
    expect(result).toMatchObject({ settings: { TRUSTED_PROXIES: ["10.0.0.1", "fd00::/8", "192.168.0.0/16"] } });
  });
});
