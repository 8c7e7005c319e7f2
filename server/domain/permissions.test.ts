import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roles } from "@/db/enums";
import { can, type Permission, permissions, rolesUpTo, type Scope, scopes } from "./permissions";

const names = Object.keys(permissions) as Permission[];
const role = fc.constantFrom(...roles);
const permission = fc.constantFrom(...names);
const someScopes = fc.subarray(Object.keys(scopes) as Scope[]);
const token = fc.record({ role, scopes: someScopes });

describe("an API token", () => {
  it("can never do what its owner cannot, nor what its own role cannot", () => {
    fc.assert(
      fc.property(role, token, permission, (owner, limited, asked) => {
        if (!can({ role: owner, token: limited }, asked)) return;
        expect(can({ role: owner }, asked)).toBe(true);
        expect(can({ role: limited.role }, asked)).toBe(true);
      }),
    );
  });

  it("can do more with more scopes, and never less", () => {
    fc.assert(
      fc.property(role, token, someScopes, permission, (owner, limited, added, asked) => {
        const more = { ...limited, scopes: [...limited.scopes, ...added] };
        if (can({ role: owner, token: limited }, asked)) expect(can({ role: owner, token: more }, asked)).toBe(true);
      }),
    );
  });

  it("cannot make tokens, end sessions, or change a password, an authenticator or a setting, whatever its scopes", () => {
    const all = { role: "admin", scopes: Object.keys(scopes) as Scope[] } as const;
    const refused = names.filter((name) => can({ role: "admin" }, name) && !can({ role: "admin", token: all }, name));
    expect(refused.toSorted()).toEqual([
      "api-tokens.manage-own",
      "api-tokens.read-any",
      "api-tokens.revoke-any",
      "artifacts.delete-any",
      "hints.read",
      "password.change",
      "password.set-by-link",
      "sessions.end-any",
      "sessions.end-own",
      "sessions.read-any",
      "sessions.read-own",
      "sessions.start",
      "settings.read",
      "settings.write",
      "two-step.manage-own",
    ]);
  });
});

describe("a role", () => {
  it("may hand down only roles that can do no more than itself", () => {
    for (const owner of roles) {
      const lower = roles.filter((each) =>
        names.every((name) => !can({ role: each }, name) || can({ role: owner }, name)),
      );
      expect(rolesUpTo(owner).toSorted()).toEqual(lower.toSorted());
    }
  });

  it("R-AZ-4 of an auditor changes nothing but what is the auditor's own", () => {
    const ownOnly = /own$|^password\.|^sessions\.start|^refusals\.record/;
    const others = names.filter((name) => can({ role: "auditor" }, name) && !name.endsWith(".read"));
    expect(others.filter((name) => !ownOnly.test(name))).toEqual([]);
    expect(can({ role: "auditor" }, "audit-events.read")).toBe(true);
  });

  it("is not needed where OpsDesk itself acts: it registers hosts, looks after stored bytes, verifies the log and helps whoever is locked out", () => {
    expect(names.filter((name) => can({ role: "system" }, name))).toEqual([
      "hosts.write",
      "artifacts.collect",
      "artifacts.verify",
      "audit-events.read",
      "users.read",
      "users.write",
      "users.create-first-admin",
    ]);
  });

  it.each(["change-password", "set-up-two-step"] as const)(
    "with the duty %s can do what that needs, and no more",
    (duty) => {
      const left = names.filter((name) => can({ role: "admin", duty }, name));
      expect(left).toContain("profile.read");
      expect(left.every((name) => can({ role: "admin" }, name))).toBe(true);
      expect(left.filter((name) => /^(hosts|users|settings|audit-events|api-tokens)\./.test(name))).toEqual([]);
    },
  );
});
