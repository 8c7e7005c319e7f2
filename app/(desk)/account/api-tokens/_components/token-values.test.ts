import { expect, test } from "vitest";
import { emptyValues, inputOf, scopesFor, validate } from "./token-values";

test("a role is offered the scopes of which it may use everything", () => {
  expect(scopesFor("viewer")).toEqual(["hosts:read", "alerts:read"]);
  expect(scopesFor("auditor")).toEqual(["hosts:read", "alerts:read", "audit-events:read"]);
  const nouns = ["hosts", "alerts", "artifacts"];
  expect(scopesFor("operator")).toEqual(nouns.flatMap((noun) => [`${noun}:read`, `${noun}:write`]));
  expect(scopesFor("admin")).toContain("users:write");
});

test("a scope that another role was chosen for is not sent", () => {
  const values = { ...emptyValues("viewer"), name: "backup", scopes: ["hosts:read" as const, "hosts:write" as const] };
  expect(inputOf(values)).toEqual({ name: "backup", role: "viewer", scopes: ["hosts:read"], expiresInDays: 90 });
  expect(validate(values)).toEqual({});
  expect(Object.keys(validate({ ...values, name: " ", scopes: ["hosts:write"] })).sort()).toEqual(["name", "scopes"]);
});
