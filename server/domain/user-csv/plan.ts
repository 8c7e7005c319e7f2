import { createHmac, timingSafeEqual } from "node:crypto";
import canonicalize from "canonicalize";
import { inArray, or, sql } from "drizzle-orm";
import { users } from "@/db/schema";
import { activeAdmins, refuseToLoseAllAdmins } from "@/server/domain/active-admins/keep-one";
import type { Context } from "@/server/domain/context";
import type { Reject } from "@/server/domain/csv/faults";
import type { Keys } from "@/server/domain/keys/derive";
import { userColumns } from "@/server/domain/users/queries";
import { isActiveAdmin } from "@/server/domain/users/rules";
import type { CreateUser, User } from "@/server/domain/users/schema";
import type { UserRows, WantedUser } from "./rows";

export type ExistingUser = Pick<User, "id" | "email" | "name" | "role" | "status" | "version">;

/** What an import does to the users as they are. */
export type Plan = {
  created: CreateUser[];
  updated: { before: ExistingUser; after: Pick<User, "name" | "role"> }[];
  unchanged: number;
  rejected: Reject[];
};

/**
 * The users whose addresses a file has, and all active admins, by id: in the one order in which everybody locks users, so that
 * nobody waits in a circle.
 */
export function selectConcerned(ctx: Pick<Context, "db">, wanted: readonly WantedUser[]) {
  const { id, email, name, role, status, version } = userColumns;
  const addresses = wanted.map((user) => user.email.toLowerCase());
  return ctx.db
    .select({ id, email, name, role, status, version })
    .from(users)
    .where(or(inArray(sql`lower(${users.email})`, addresses), activeAdmins))
    .orderBy(users.id);
}

/** Throws `conflict` where no active admin would be left. */
export function planImport({ wanted, rejected }: UserRows, concerned: readonly ExistingUser[]): Plan {
  const existing = new Map(concerned.map((user) => [user.email.toLowerCase(), user]));
  const plan: Plan = { created: [], updated: [], unchanged: 0, rejected };
  for (const { email, name, role } of wanted) {
    const before = existing.get(email.toLowerCase());
    const after = { name: name ?? before?.name ?? nameFor(email), role: role ?? before?.role ?? "viewer" };
    if (!before) plan.created.push({ email, ...after });
    else if (before.name === after.name && before.role === after.role) plan.unchanged += 1;
    else plan.updated.push({ before, after });
  }
  const leaving = plan.updated.filter(({ before, after }) => isActiveAdmin(before) && after.role !== "admin");
  if (leaving.length > 0) {
    refuseToLoseAllAdmins(
      concerned.filter(isActiveAdmin),
      leaving.map(({ before }) => before.id),
    );
  }
  return plan;
}

/** Whoever is not named is called by the address, of which RFC 5321 allows 64 characters before the @. */
const nameFor = (email: string): string => email.slice(0, email.indexOf("@")).slice(0, 64);

/**
 * Stands for what a preview showed: the file, what it would do, and the versions of the users that it would change. Nobody can
 * make one but by a preview.
 */
export function previewIdOf(keys: Keys, rows: UserRows, plan: Plan): string {
  const updated = plan.updated.map(({ before: { id, version }, after }) => ({ id, version, after }));
  const shown = canonicalize({ rows, plan: { ...plan, updated } }) ?? "";
  return createHmac("sha256", keys["import-preview"]).update(shown).digest("base64url");
}

export function isPreviewOf(keys: Keys, rows: UserRows, plan: Plan, previewId: string): boolean {
  const [given, right] = [Buffer.from(previewId), Buffer.from(previewIdOf(keys, rows, plan))];
  return given.length === right.length && timingSafeEqual(given, right);
}
