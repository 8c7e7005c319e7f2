import { describe, expect, it } from "vitest";
import { auditSettings } from "@/server/test/audit-key";
import { masterKey, withDatabase } from "@/server/test/database";
import { startProcess } from "@/server/test/processes";

const ports = { PORT: "0", METRICS_PORT: "0" };

describe("a process that cannot start", () => {
  it.each([
    ["main", ["DATABASE_URL", "OPSDESK_MASTER_KEY", "PORT"]],
    ["worker", ["DATABASE_URL", "OPSDESK_MASTER_KEY", "AUDIT_KEY_FILE", "AUDIT_CHECKPOINT_DIR"]],
    ["migrate", ["DATABASE_URL", "OPSDESK_MASTER_KEY", "DATABASE_OWNER_URL"]],
  ] as const)("R-CFG-1 ends with 1 and the whole list of unusable settings (%s)", async (entry, names) => {
    const { exited, output } = startProcess(entry, { PORT: "x" });
    expect(await exited).toBe(1);
    expect(output.stdout).toBe("");
    const [heading, ...faults] = output.stderr.trimEnd().split("\n");
    expect(heading).toBe("OpsDesk cannot start with these settings:");
    expect(faults.map((fault) => fault.trim().split(":", 1)[0])).toEqual(names);
  });

  it.each([
    ["main", "superuserUrl", "is a superuser"],
    ["main", "ownerUrl", "owns tables"],
    ["worker", "superuserUrl", "is a superuser"],
    ["worker", "ownerUrl", "owns tables"],
  ] as const)("R-CFG-1 ends with 1 and one line where its role may do too much (%s as %s)", (entry, url, why) =>
    withDatabase(async (database) => {
      const { exited, output } = startProcess(entry, {
        ...ports,
        ...(await auditSettings()),
        DATABASE_URL: database[url],
        OPSDESK_MASTER_KEY: masterKey,
      });
      expect(await exited).toBe(1);
      expect(output.stderr.trimEnd().split("\n")).toEqual([expect.any(String), expect.stringContaining(why)]);
    }),
  );

  it("ends with 1 and one line where there is no key to sign the audit log with", () =>
    withDatabase(async ({ serverUrl }) => {
      const settings = { ...(await auditSettings()), DATABASE_URL: serverUrl, OPSDESK_MASTER_KEY: masterKey };
      const absent = startProcess("worker", {
        ...ports,
        ...settings,
        AUDIT_KEY_FILE: `${settings.AUDIT_KEY_FILE}.old`,
      });
      const foreign = startProcess("worker", { ...ports, ...settings, AUDIT_KEY_FILE: "package.json" });
      expect([await absent.exited, await foreign.exited]).toEqual([1, 1]);
      expect(absent.output.stderr).toContain("AUDIT_KEY_FILE: ENOENT");
      expect(foreign.output.stderr).toContain("AUDIT_KEY_FILE: package.json holds no Ed25519 key");
    }));
});
