import { and, eq, getTableColumns, ilike, max, or, type SQL, sql } from "drizzle-orm";
import { authenticators, sessions, users } from "@/db/schema";
import { askingUserId, type Context } from "@/server/domain/context";
import { notFound, unauthenticated } from "@/server/domain/errors";
import { type Count, countRows } from "@/server/domain/lists/count";
import { keysetOf, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import type { ListUsers, Profile, User, UserFilter, UserSort, UserStatus } from "./schema";

const { id, email, name, role, version, createdAt, updatedAt } = getTableColumns(users);

const status = sql<UserStatus>`case when ${users.deactivatedAt} is not null then 'deactivated'
  when ${users.passwordHash} is null then 'invited' else 'active' end`;

// Their conditions are expressions of their own, because drizzle leaves out the tables of columns that stand in a field itself.
const hasTwoStep = sql<boolean>`exists (select from ${authenticators}
  where ${and(eq(authenticators.userId, users.id), sql`${authenticators.confirmedAt} is not null`)})`;
const lastSeenAt = sql<string | null>`(select ${max(sessions.lastUsedAt)} from ${sessions}
  where ${eq(sessions.userId, users.id)})`.mapWith(sessions.lastUsedAt);

/** A user as the API gives it, from the row alone and what belongs to it. */
export const userColumns = { id, email, name, role, status, hasTwoStep, lastSeenAt, version, createdAt, updatedAt };

/** How the audit log names a user. */
export const userSubject = (user: Pick<User, "id" | "email">) => ({ type: "user", id: user.id, label: user.email });

/** The user who asks, or whose token asks. Throws `unauthenticated` where nobody has signed in. */
export async function getProfile(ctx: Context): Promise<Profile> {
  const isAsking = eq(users.id, askingUserId(ctx.actor));
  const [found] = await ctx.db.select({ id, email, name, role }).from(users).where(isAsking);
  if (!found) throw unauthenticated();
  return { ...found, duty: ctx.actor.duty ?? null };
}

/** Throws `not_found`. */
export async function getUser(ctx: Pick<Context, "db">, reference: { id: string }): Promise<User> {
  const [user] = await ctx.db.select(userColumns).from(users).where(eq(users.id, reference.id));
  if (!user) throw notFound("user");
  return user;
}

/** The user with an e-mail address, however it is capitalised. Throws `not_found`. */
export async function getUserByEmail(ctx: Pick<Context, "db">, address: string): Promise<User> {
  const [user] = await ctx.db.select(userColumns).from(users).where(hasEmail(address));
  if (!user) throw notFound("user");
  return user;
}

/** Two addresses that differ in capitals only are one user's. */
const hasEmail = (address: string): SQL => eq(sql`lower(${users.email})`, address.toLowerCase());

const sortColumns = { email, name, role, createdAt } satisfies Record<UserSort, unknown>;

/** A page of the users that match, 50 unless told. Throws `malformed` for a cursor of another list. */
export async function listUsers(ctx: Context, { limit, cursor, sort, ...filter }: ListUsers): Promise<Page<User>> {
  const keyset = keysetOf<UserSort>(sort, sortColumns, users.id);
  const sortedBy = (sort.startsWith("-") ? sort.slice(1) : sort) as UserSort;
  return pageOf(ctx, {
    scope: { list: "users", sort, filter },
    cursor,
    limit,
    fetch: (after, count) =>
      ctx.db
        .select(userColumns)
        .from(users)
        .where(and(matching(filter), after && rowsAfter(keyset, after)))
        .orderBy(...orderOf(keyset))
        .limit(count),
    positionOf: (user) => ({ value: user[sortedBy], id: user.id }),
  });
}

export async function countUsers(ctx: Context, filter: UserFilter): Promise<Count> {
  return countRows(ctx, users, matching(filter));
}

function matching(filter: UserFilter): SQL | undefined {
  const patterns = filter.q?.split(/\s+/).map((term) => `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`) ?? [];
  return and(
    filter.role && eq(users.role, filter.role),
    filter.status && eq(status, filter.status),
    ...patterns.map((pattern) => or(ilike(users.email, pattern), ilike(users.name, pattern))),
  );
}
