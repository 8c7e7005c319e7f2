import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, passwordLinks, users } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { setPasswordByLink } from "@/server/domain/passwords/change";
import { deactivateUser } from "@/server/domain/users/mutations";
import { getUserByEmail } from "@/server/domain/users/queries";
import * as schema from "@/server/domain/users/schema";
import { contextOver, createDatabase, makePartitions, type TestDatabase, testKeys } from "@/server/test/database";
import { addPerson } from "@/server/test/people";
import { runCommand } from "./run";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createDatabase();
  ctx = contextOver(database.open("server"));
  await makePartitions(database.open("server"));
});
afterAll(() => database[Symbol.asyncDispose]());

/** Runs `opsdesk` as it runs in a process of its own, and keeps what it prints. */
async function opsdesk(...words: string[]) {
  let [output, errors, isOpen] = ["", "", false];
  const exitCode = await runCommand(words, {
    open: () => {
      isOpen = true;
      const close = async () => {
        isOpen = false;
      };
      const environment = { db: ctx.db, keys: testKeys, now: ctx.now };
      return { environment, close, baseUrl: "https://desk.example.net" };
    },
    write: (text) => (output += text),
    writeError: (text) => (errors += text),
  });
  expect(isOpen).toBe(false);
  return { exitCode, output, errors };
}
const lastEvent = async () => (await ctx.db.select().from(auditEvents).orderBy(auditEvents.id)).at(-1);

describe("opsdesk users", () => {
  it("creates an admin for whoever is locked out, with the whole link, as the system", async () => {
    const { exitCode, output, errors } = await opsdesk(
      ...["users", "create", "amy@example.net", "--name", "Amy", "--role", "admin"],
    );
    expect([exitCode, errors]).toEqual([0, ""]);
    const [, secret = ""] = /^https:\/\/desk\.example\.net\/set-password#(.+)$/m.exec(output)!;
    expect(await lastEvent()).toMatchObject({ action: "user.created", actorKind: "system", ip: null, userAgent: null });
    await setPasswordByLink(ctx, { secret, newPassword: "a password of my own" });
    expect(await getUserByEmail(ctx, "amy@example.net")).toMatchObject({ role: "admin", status: "active" });
  });

  it("prints the same as JSON, for scripts", async () => {
    const { output } = await opsdesk("users", "create", "bob@example.net", "--name", "Bob", "--json");
    const { user, link } = JSON.parse(output);
    expect(schema.user.parse(user)).toMatchObject({ email: "bob@example.net", role: "viewer", status: "invited" });
    expect(link).toEqual({ url: expect.stringMatching(/^https:.*#[\w-]{43}$/), expiresAt: expect.any(String) });
  });

  it("lists them all, in columns or as JSON, filtered alike", async () => {
    for (let number = 100; number < 260; number++)
      await addPerson(ctx, { email: `many-${number}@example.org`, name: "Many" });
    const { output } = await opsdesk("users", "list", "--search", "example.org", "--status", "active");
    const lines = output.trimEnd().split("\n");
    expect(lines).toHaveLength(161);
    expect(lines.slice(0, 2)).toEqual([
      "E-MAIL                NAME  ROLE    STATUS  TWO-STEP  LAST SEEN",
      "many-100@example.org  Many  viewer  active  off       never",
    ]);
    const json = await opsdesk("users", "list", "--search", "many-2", "--role", "viewer", "--json");
    expect(JSON.parse(json.output)).toHaveLength(60);
  });

  it("resets a password by a link, and leaves the user's until then", async () => {
    const user = await addPerson(ctx, { email: "cleo@example.net" });
    const links = await ctx.db.$count(passwordLinks);
    const { output } = await opsdesk("users", "reset-password", "CLEO@example.net");
    expect(output).toMatch(/#[\w-]{43}\n$/);
    expect(await ctx.db.$count(passwordLinks)).toBe(links + 1);
    expect(await lastEvent()).toMatchObject({
      action: "user.password-link-created",
      actorKind: "system",
      subjectId: user.id,
    });
  });

  it("reactivates a user", async () => {
    const user = await addPerson(ctx, { email: "dora@example.net" });
    await deactivateUser(ctx, user);
    expect((await opsdesk("users", "reactivate", "dora@example.net")).exitCode).toBe(0);
    expect(await getUserByEmail(ctx, "dora@example.net")).toMatchObject({ status: "active" });
  });

  it("resets two-step sign-in", async () => {
    await addPerson(ctx, { email: "eve@example.net" });
    const { exitCode, output } = await opsdesk("users", "reset-two-step", "eve@example.net", "--json");
    expect([exitCode, JSON.parse(output).hasTwoStep]).toEqual([0, false]);
  });

  it.each([
    [["users", "reset-password", "nobody@example.net"], "error: This user does not exist.\n"],
    [
      ["users", "create", "AMY@example.net", "--name", "Amy"],
      "error: AMY@example.net is the address of another user.\n",
    ],
  ])("exits with 1 and one line for %j", async (words, errors) => {
    const before = await ctx.db.$count(users);
    expect(await opsdesk(...words)).toEqual({ exitCode: 1, output: "", errors });
    expect(await ctx.db.$count(users)).toBe(before);
  });

  it.each([
    [["users", "create", "amy"], "--name"],
    [["users", "create", "amy", "--name", "Amy"], "email: Not an e-mail address."],
    [["users", "create", "fay@example.net", "--name", "Fay", "--role", "root"], "role: Use admin, "],
    [["users", "list", "--search", "a"], "q: Search from 3 characters on."],
    [["users", "list", "--all"], "--all"],
    [["users", "delete", "amy@example.net"], "delete"],
    [["hosts"], "hosts"],
  ])("exits with 2 and one line for %j, which is no command", async (words, told) => {
    const { exitCode, output, errors } = await opsdesk(...words);
    expect([exitCode, output]).toEqual([2, ""]);
    expect(errors).toMatch(/^error: .*\n$/);
    expect(errors).toContain(told);
  });

  it("helps without a database, and tells a database that is not there in one line", async () => {
    const helpless = { open: () => expect.unreachable(), writeError: () => {} };
    let help = "";
    expect(await runCommand(["users", "--help"], { ...helpless, write: (text) => (help += text) })).toBe(0);
    for (const name of ["list", "create", "reset-password", "reset-two-step", "reactivate"])
      expect(help).toContain(name);

    await using gone = await createDatabase();
    const db = gone.open("server");
    await gone.open("superuser").execute("alter table users rename to elsewhere");
    let errors = "";
    const open = () => ({
      environment: { db, keys: testKeys, now: ctx.now },
      close: async () => {},
      baseUrl: "http://x",
    });
    expect(await runCommand(["users", "list"], { open, write: () => {}, writeError: (text) => (errors += text) })).toBe(
      1,
    );
    expect(errors).toBe('error: relation "users" does not exist\n');
  });
});
