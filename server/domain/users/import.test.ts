import { eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, passwordLinks, sessions, users } from "@/db/schema";
import { anonymous, type Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { setPasswordByLink } from "@/server/domain/passwords/change";
import { csvFile } from "@/server/test/csv-file";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { addPerson, addSession } from "@/server/test/people";
import { importUsers } from "./import";
import { createUser, editUser } from "./mutations";
import { getUser, getUserByEmail } from "./queries";
import * as schema from "./schema";

const importText = (ctx: Context, text: string, options: object = {}) =>
  importUsers(ctx, csvFile(text), schema.importUsers.parse(options));
const preview = (ctx: Context, text: string) => importText(ctx, text, { dryRun: true });
const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const countsOf = async (ctx: Context) => [await ctx.db.$count(users), await ctx.db.$count(auditEvents)];

describe("importing new users", () => {
  it("invites them, each with a link, with an event each and one of the import", () =>
    withContext(async (ctx) => {
      const result = await importText(ctx, "email,name,role\namy@example.net, Amy ,operator\nbob@example.net,,\n");
      expect(schema.userImportResult.strict().parse(result)).toEqual(result);
      expect(result).toMatchObject({
        created: [
          { email: "amy@example.net", name: "Amy", role: "operator" },
          { email: "bob@example.net", name: "bob", role: "viewer" },
        ],
        updated: [],
        unchanged: 0,
        rejected: [],
        previewId: null,
      });
      const amy = await getUserByEmail(ctx, "amy@example.net");
      expect(amy).toMatchObject({ name: "Amy", role: "operator", status: "invited", version: 1 });
      const [bob] = result.created.slice(1);
      const secret = bob!.link!.path.split("#")[1]!;
      await setPasswordByLink({ ...ctx, actor: anonymous }, { secret, newPassword: "a password of my own" });
      expect(await getUserByEmail(ctx, "bob@example.net")).toMatchObject({ status: "active" });

      const events = (await eventsOf(ctx)).slice(0, 3);
      expect(events).toMatchObject([
        {
          action: "user.created",
          subjectId: amy.id,
          after: { email: "amy@example.net", name: "Amy", role: "operator" },
        },
        { action: "user.created", after: { email: "bob@example.net", name: "bob", role: "viewer" } },
        {
          action: "users.imported",
          subjectType: "import",
          subjectId: result.batchId,
          after: { created: 2, updated: 0, unchanged: 0, rejected: 0 },
        },
      ]);
      expect(events.map(({ batchId }) => batchId)).toEqual(Array(3).fill(result.batchId));
      expect(JSON.stringify(events)).not.toContain(secret);
    }));

  it("gives a repeated request the same links, which are kept sealed", () =>
    withContext(async (ctx) => {
      const repeated = { ...ctx, idempotency: { key: "k", fingerprint: new Uint8Array(32) } };
      const first = await importText(repeated, "email\namy@example.net\n");
      expect(await importText(repeated, "email\namy@example.net\n")).toEqual(first);
      expect(await ctx.db.$count(passwordLinks)).toBe(1);
    }));
});

describe("importing users that exist", () => {
  it("changes what the file says, leaves what it does not, and finds them in any capitals", () =>
    withContext(async (ctx) => {
      const amy = await addPerson(ctx, { email: "Amy@example.net", name: "Amy", role: "operator" });
      const bob = await addPerson(ctx, { email: "bob@example.net", name: "Bob", role: "auditor" });
      for (const { id } of [amy, bob]) await addSession(ctx, id);
      const result = await importText(ctx, "role,email,name\nviewer,amy@EXAMPLE.net,\n,bob@example.net,Bob B.\n");
      expect(result.updated).toEqual([
        {
          email: "Amy@example.net",
          before: { name: "Amy", role: "operator" },
          after: { name: "Amy", role: "viewer" },
        },
        {
          email: "bob@example.net",
          before: { name: "Bob", role: "auditor" },
          after: { name: "Bob B.", role: "auditor" },
        },
      ]);
      expect(await getUser(ctx, amy)).toMatchObject({ email: "Amy@example.net", role: "viewer", version: 2 });
      expect(await getUser(ctx, bob)).toMatchObject({ name: "Bob B.", role: "auditor", version: 2 });
      const endings = await ctx.db.select().from(sessions).orderBy(sessions.id);
      expect(endings.map(({ ending }) => ending)).toEqual(["role_changed", null]);
      expect(await eventsOf(ctx)).toMatchObject([
        { action: "user.role-changed", subjectId: amy.id, before: { role: "operator" }, after: { role: "viewer" } },
        { action: "user.updated", subjectId: bob.id, before: { name: "Bob" }, after: { name: "Bob B." } },
        { action: "users.imported", after: { created: 0, updated: 2, unchanged: 0, rejected: 0 } },
      ]);
    }));

  it("never leaves a desk without an active admin, in a preview neither", () =>
    withContext(async (ctx) => {
      const [admin, other] = [
        await addPerson(ctx, { email: "a@example.net", role: "admin" }),
        await addPerson(ctx, { email: "b@example.net", role: "admin" }),
      ];
      await addPerson(ctx, { role: "admin", isInvited: true });
      const both = "email,role\na@example.net,viewer\nb@example.net,viewer\nc@example.net,admin\n";
      await expect(importText(ctx, both)).rejects.toMatchObject({ code: "conflict" });
      await expect(preview(ctx, both)).rejects.toMatchObject({ code: "conflict" });
      expect(await getUser(ctx, admin)).toEqual(admin);
      expect(await countsOf(ctx)).toEqual([3, 0]);
      await importText(ctx, "email,role\na@example.net,viewer\n");
      expect(await getUser(ctx, other)).toEqual(other);
    }));
});

describe("what an import of users refuses", () => {
  it("is told with every fault of every record, in the file's order, and the rest is written", () =>
    withContext(async (ctx) => {
      const records = [
        "amy@example.net,Amy,operator",
        "",
        `nobody,${"x".repeat(101)},root`,
        "AMY@example.net,Amy,boss",
        'bob@example.net,B"ob,viewer',
        "bob@example.net,Bob",
        ",Bob,viewer",
        "zoe@example.net,Zoë,boss",
        "zoe@example.net,Zoë,viewer",
      ];
      const result = await importText(ctx, `email,name,role\n${records.join("\n")}\n`);
      expect(result.created.map(({ email }) => email)).toEqual(["amy@example.net"]);
      expect(
        result.rejected.map(({ record, line, column, value, reason }) => [record, line, column, value, reason]),
      ).toEqual([
        [2, 4, "email", "nobody", "not an e-mail address"],
        [2, 4, "name", `${"x".repeat(100)}…`, "at most 100 characters"],
        [2, 4, "role", "root", "use admin, operator, auditor or viewer"],
        [3, 5, "email", "AMY@example.net", "repeats record 1"],
        [3, 5, "role", "boss", "use admin, operator, auditor or viewer"],
        [4, 6, "name", 'B"', 'has a quote: quote the whole cell and write "" inside'],
        [5, 7, "role", "", "the record has 2 cells, the header 3"],
        [6, 8, "email", "", "required"],
        [7, 9, "role", "boss", "use admin, operator, auditor or viewer"],
        [8, 10, "email", "zoe@example.net", "repeats record 7"],
      ]);
    }));

  it.each([
    ["", "The file is empty."],
    ["email\n", "The file has columns, but no records."],
    ["name\nAmy\n", /missing: email/],
    ["email,password\na@example.net,x\n", /unknown: password.*email, name, role/],
    ['email\n"a@example.net\n', "Line 2: A quoted cell is not closed."],
    [`email\n${"a@example.net\n".repeat(numbers.users.maxImportRows + 1)}`, /^At most 5000 records/],
  ])("is a whole file that begins %j", (text, message) =>
    withContext(async (ctx) => {
      await expect(importText(ctx, text)).rejects.toThrow(message);
      await expect(importText(ctx, text)).rejects.toMatchObject({ code: "invalid" });
      expect(await countsOf(ctx)).toEqual([0, 0]);
    }),
  );

  it.each(["operator", "auditor", "viewer"] as const)("is any file of an %s", (role) =>
    withContext(async (ctx) => {
      await expect(preview(ctx, "email\na@example.net\n")).rejects.toMatchObject({ code: "forbidden" });
      await expect(importText(ctx, "email\na@example.net\n")).rejects.toMatchObject({ code: "forbidden" });
    }, actors[role]),
  );
});

describe("a preview", () => {
  const text =
    "email,name,role\namy@example.net,Amy,admin\nnew@example.net,New,\nbad,,\nsame@example.net,Same,viewer\n";

  async function withAmy(ctx: Context) {
    await addPerson(ctx, { email: "same@example.net", name: "Same" });
    return addPerson(ctx, { email: "amy@example.net", name: "Amy" });
  }

  it("changes nothing, and applied does what it showed", () =>
    withContext(async (ctx) => {
      await withAmy(ctx);
      const shown = await preview(ctx, text);
      expect(schema.userImportResult.strict().parse(shown)).toEqual(shown);
      expect(shown).toMatchObject({ created: [{ link: null }], updated: [{}], unchanged: 1, batchId: null });
      expect([...(await countsOf(ctx)), await ctx.db.$count(passwordLinks)]).toEqual([2, 0, 0]);

      const done = await importText(ctx, text, { previewId: shown.previewId });
      const unlinked = done.created.map((user) => ({ ...user, link: null }));
      expect({ ...done, created: unlinked, batchId: null, previewId: shown.previewId }).toEqual(shown);
    }));

  it.each([
    [
      "a user that it changes",
      (ctx: Context, id: string) => editUser(ctx, { id, version: 1, changes: { name: "A." } }),
    ],
    ["who exists", (ctx: Context) => createUser(ctx, { email: "New@example.net", name: "New", role: "viewer" })],
    [
      "a user that it leaves as it is",
      async (ctx: Context) => {
        const same = await getUserByEmail(ctx, "same@example.net");
        await editUser(ctx, { id: same.id, version: 1, changes: { name: "Not the same" } });
      },
    ],
  ])("is not applied where %s has changed since", (_, happening) =>
    withContext(async (ctx) => {
      const { id } = await withAmy(ctx);
      const { previewId } = await preview(ctx, text);
      await happening(ctx, id);
      const before = await countsOf(ctx);
      await expect(importText(ctx, text, { previewId })).rejects.toMatchObject({ code: "conflict" });
      expect(await countsOf(ctx)).toEqual(before);
    }),
  );

  it("is good for its file alone, and cannot be made up", () =>
    withContext(async (ctx) => {
      await withAmy(ctx);
      const { previewId } = await preview(ctx, text);
      for (const [file, id] of [
        [text.replace("bad", "worse"), previewId],
        [text, "A".repeat(43)],
        [text, "é"],
      ] as const) {
        await expect(importText(ctx, file, { previewId: id })).rejects.toMatchObject({ code: "conflict" });
      }
      expect(schema.importUsers.safeParse({ dryRun: true, previewId }).success).toBe(false);
    }));
});

describe("imports of users at the same moment", () => {
  it("find each other's users", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 6));
      await makePartitions(open("server"));
      const text = "email,role\namy@example.net,operator\nbob@example.net,viewer\n";
      const results = await Promise.all([1, 2, 3].map(() => importText(ctx, text)));
      const counts = results.map(({ created, unchanged }) => ({ created: created.length, unchanged }));
      expect(counts.toSorted((one, other) => other.created - one.created)).toEqual([
        { created: 2, unchanged: 0 },
        { created: 0, unchanged: 2 },
        { created: 0, unchanged: 2 },
      ]);
      expect(await ctx.db.$count(passwordLinks, isNull(passwordLinks.endedAt))).toBe(2);
    }));

  it("leave an admin where each demotes another", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 6));
      await makePartitions(open("server"));
      for (const email of ["a@example.net", "b@example.net"]) await addPerson(ctx, { email, role: "admin" });
      const demote = (email: string) => importText(ctx, `email,role\n${email},viewer\n`);
      const edit = async (email: string) => {
        const { id, version } = await getUserByEmail(ctx, email);
        return editUser(ctx, { id, version, changes: { role: "viewer" } });
      };
      const answers = await Promise.allSettled([demote("a@example.net"), edit("b@example.net")]);
      const lost = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
      expect(lost).toEqual(["conflict"]);
      expect(await ctx.db.$count(users, eq(users.role, "admin"))).toBe(1);
    }));
});
