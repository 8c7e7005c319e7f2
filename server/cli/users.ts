import type { Command } from "commander";
import { type Context, requirePermission } from "@/server/domain/context";
import { resetTwoStep } from "@/server/domain/two-step/mutations";
import { createPasswordLink, createUser, reactivateUser } from "@/server/domain/users/mutations";
import { getUserByEmail, listUsers } from "@/server/domain/users/queries";
import * as schema from "@/server/domain/users/schema";
import { userTable } from "./output";

/** What a command has done: as data for scripts, and in words for people. */
export type Answer = {
  data: unknown;
  text: string;
  /** Where it is not 0. */
  exitCode?: number;
};

type Desk = {
  ctx: Context;
  urlOf: (path: string) => string;
  /** Where checkpoints of the audit log are published; undefined where nobody said. */
  checkpointDirectory: string | undefined;
};
type Options = { json?: boolean };
export type Answering = (options: Options, answer: (desk: Desk) => Promise<Answer>) => Promise<void>;

type ListOptions = Options & { search?: string; role?: string; status?: string };
type CreateOptions = Options & { name: string; role: string };

/** Adds `users …` to a program: what an admin does on the pages, for whoever cannot sign in. */
export function addUserCommands(program: Command, answering: Answering): void {
  const users = program.command("users").description("users, for whoever is locked out");
  const json = ["--json", "print JSON, for scripts"] as const;
  users
    .command("list")
    .description("list users")
    .option("--search <text>", "part of the e-mail address or the name")
    .option("--role <role>", "admin, operator, auditor or viewer")
    .option("--status <status>", "active, invited or deactivated")
    .option(...json)
    .action((options: ListOptions) => answering(options, (desk) => list(desk, options)));
  users
    .command("create <email>")
    .description("create a user, with a link to choose a password")
    .requiredOption("--name <name>", "what the user is called")
    .option("--role <role>", "admin, operator, auditor or viewer", "viewer")
    .option(...json)
    .action((email: string, options: CreateOptions) => answering(options, (desk) => create(desk, email, options)));
  users
    .command("reset-password <email>")
    .description("make a link with which a user chooses a new password")
    .option(...json)
    .action((email: string, options: Options) => answering(options, (desk) => resetPassword(desk, email)));
  users
    .command("reset-two-step <email>")
    .description("turn off a user's two-step sign-in")
    .option(...json)
    .action((email: string, options: Options) => answering(options, (desk) => turnOffTwoStep(desk, email)));
  users
    .command("reactivate <email>")
    .description("let a deactivated user sign in again")
    .option(...json)
    .action((email: string, options: Options) => answering(options, (desk) => reactivate(desk, email)));
}

async function list({ ctx }: Desk, { search: q, role, status }: ListOptions): Promise<Answer> {
  requirePermission(ctx.actor, "users.read");
  const found: schema.User[] = [];
  let cursor: string | null | undefined;
  do {
    const query = schema.listUsers.parse({ q, role, status, cursor: cursor ?? undefined });
    const { items, nextCursor } = await listUsers(ctx, query);
    found.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return { data: found, text: userTable(found) };
}

async function create(desk: Desk, email: string, { name, role }: CreateOptions): Promise<Answer> {
  const { user, link } = await createUser(desk.ctx, schema.createUser.parse({ email, name, role }));
  return withLink(desk, user, link, `Created ${user.email} (${user.role}).`);
}

async function resetPassword(desk: Desk, email: string): Promise<Answer> {
  const user = await getUserByEmail(desk.ctx, email);
  const link = await createPasswordLink(desk.ctx, user);
  return withLink(desk, user, link, sentenceFor(user));
}

function sentenceFor({ email, status }: schema.User): string {
  if (status === "invited") return `${email} has no password yet.`;
  return `The password of ${email} stays good until this link is used.`;
}

function withLink({ urlOf }: Desk, user: schema.User, link: schema.PasswordLink, sentence: string): Answer {
  const [url, { expiresAt }] = [urlOf(link.path), link];
  const text = `${sentence}\nLink to choose a password, good once and until ${expiresAt}:\n${url}`;
  return { data: { user, link: { url, expiresAt } }, text };
}

async function turnOffTwoStep({ ctx }: Desk, email: string): Promise<Answer> {
  const user = await resetTwoStep(ctx, await getUserByEmail(ctx, email));
  return { data: user, text: `${user.email} signs in with the password alone.` };
}

async function reactivate({ ctx }: Desk, email: string): Promise<Answer> {
  const user = await reactivateUser(ctx, await getUserByEmail(ctx, email));
  return { data: user, text: `${user.email} may sign in again.` };
}
