import { describe, expect, it } from "vitest";
import { authenticators, sessions, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { actors, withContext } from "@/server/test/database";
import { countUsers, getProfile, getUser, getUserByEmail, listUsers } from "./queries";
import * as schema from "./schema";

const id = (number: number) => `01890000-0000-7000-8000-00000000000${number}`;
const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;

const people = [
  { id: id(1), email: "zoe@example.net", name: "Zoë Zürn", role: "viewer", passwordHash: "x", createdAt: at(1) },
  { id: id(2), email: "Bob@example.net", name: "50% Bob", role: "operator", passwordHash: "x", createdAt: at(2) },
  { id: id(3), email: "amy_1@example.net", name: "Amy", role: "admin", passwordHash: null, createdAt: at(3) },
  {
    id: id(4),
    email: "max@example.org",
    name: "Max amyX1",
    role: "viewer",
    passwordHash: null,
    deactivatedAt: at(5),
    createdAt: at(4),
  },
] as const;

/** Zoë has two-step sign-in and was seen twice; Bob has begun to set it up and has never been seen. */
const withPeople = (body: (ctx: Context) => Promise<void>) =>
  withContext(async (ctx) => {
    await unaudited(ctx, "a test's own users", async ({ db }) => {
      const rest = { mustChangePassword: false, version: 1, updatedAt: at(5) };
      await db.insert(users).values(people.map((person) => ({ ...person, ...rest })));
      const authenticator = { sealedSecret: Buffer.from("x"), createdAt: at(1) };
      await db.insert(authenticators).values([
        { userId: id(1), confirmedAt: at(2), ...authenticator },
        { userId: id(2), ...authenticator },
      ]);
      const session = (number: number) => ({
        id: id(number),
        userId: id(1),
        secretHash: Buffer.from(String(number)),
        createdAt: at(1),
        lastUsedAt: at(number),
      });
      await db.insert(sessions).values([session(5), session(6)]);
    });
    await body(ctx);
  });
const namesOf = async (ctx: Context, query: object) => {
  const { items } = await listUsers(ctx, schema.listUsers.parse(query));
  return items.map(({ email }) => email.split("@")[0]);
};

describe("the list of users", () => {
  it.each([
    ["e-mail address", "ZOE", ["zoe"]],
    ["e-mail address", "example.org", ["max"]],
    ["name", "zür", ["zoe"]],
    ["name, with a percent sign that is one", "50%", ["Bob"]],
    ["e-mail address, with an underscore that is one", "amy_1", ["amy_1"]],
    ["several words, which may be in either", "max amyx", ["max"]],
    ["several words, which must all be there", "zoe max", []],
  ])("is searched by %s (%s)", (_, q, names) =>
    withPeople(async (ctx) => expect(await namesOf(ctx, { q })).toEqual(names)),
  );

  it.each([
    [{ role: "viewer" }, ["max", "zoe"]],
    [{ status: "active" }, ["Bob", "zoe"]],
    [{ status: "invited" }, ["amy_1"]],
    [{ status: "deactivated" }, ["max"]],
    [{ status: "active", role: "viewer", q: "example" }, ["zoe"]],
    [{ status: "deactivated", role: "admin" }, []],
  ])("is filtered by %j, and counted alike", (filter, names) =>
    withPeople(async (ctx) => {
      expect(await namesOf(ctx, filter)).toEqual(names);
      const count = await countUsers(ctx, schema.userFilter.parse(filter));
      expect(count).toEqual({ count: names.length, isExact: true });
    }),
  );

  it.each([
    ["email", ["Bob", "amy_1", "max", "zoe"]],
    ["-email", ["zoe", "max", "amy_1", "Bob"]],
    ["name", ["Bob", "amy_1", "max", "zoe"]],
    ["role", ["amy_1", "Bob", "zoe", "max"]],
    ["-createdAt", ["max", "amy_1", "Bob", "zoe"]],
  ])("is sorted by %s, page by page", (sort, names) =>
    withPeople(async (ctx) => {
      expect(await namesOf(ctx, { sort })).toEqual(names);
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await listUsers(ctx, schema.listUsers.parse({ sort, limit: 1, cursor: cursor ?? undefined }));
        seen.push(...page.items.map(({ email }) => email.split("@")[0]!));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(names);
    }),
  );

  it("gives a cursor for itself and no other", () =>
    withPeople(async (ctx) => {
      const { nextCursor } = await listUsers(ctx, schema.listUsers.parse({ limit: 1 }));
      const other = schema.listUsers.parse({ cursor: nextCursor, role: "admin" });
      await expect(listUsers(ctx, other)).rejects.toMatchObject({ code: "malformed" });
    }));
});

describe("a user", () => {
  it("is told with its status, its second step and when it was seen last, in the list as alone", () =>
    withPeople(async (ctx) => {
      const zoe = await getUser(ctx, { id: id(1) });
      expect(schema.user.strict().parse(zoe)).toEqual(zoe);
      expect(zoe).toMatchObject({ status: "active", hasTwoStep: true, lastSeenAt: at(6), createdAt: at(1) });
      expect(await getUser(ctx, { id: id(2) })).toMatchObject({ hasTwoStep: false, lastSeenAt: null });
      expect(await getUserByEmail(ctx, "ZOE@example.NET")).toEqual(zoe);
      const { items } = await listUsers(ctx, schema.listUsers.parse({ q: "zoe" }));
      expect(items).toEqual([zoe]);
    }));

  it("is not found under an id or an address that nobody has", () =>
    withPeople(async (ctx) => {
      await expect(getUser(ctx, { id: id(9) })).rejects.toMatchObject({ code: "not_found" });
      await expect(getUserByEmail(ctx, "%")).rejects.toMatchObject({ code: "not_found" });
    }));
});

describe("the profile", () => {
  it("is the asking user's, or of the user whose token asks, with what must be done first", () =>
    withPeople(async (ctx) => {
      const actor = { ...actors.viewer, id: id(1), userId: id(1) };
      const profile = { id: id(1), email: "zoe@example.net", name: "Zoë Zürn", role: "viewer", duty: null };
      expect(await getProfile({ ...ctx, actor })).toEqual(profile);
      expect(await getProfile({ ...ctx, actor: { ...actor, kind: "api_token", id: id(8) } })).toEqual(profile);
      const dutiful = { ...ctx, actor: { ...actor, duty: "change-password" as const } };
      expect(await getProfile(dutiful)).toEqual({ ...profile, duty: "change-password" });
    }));

  it("is nobody's where the user is not there", () =>
    withPeople(async (ctx) => {
      await expect(getProfile(ctx)).rejects.toMatchObject({ code: "unauthenticated" });
      const nobody = { ...actors.viewer, userId: null };
      await expect(getProfile({ ...ctx, actor: nobody })).rejects.toMatchObject({ code: "unauthenticated" });
    }));
});
