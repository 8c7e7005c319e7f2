import { v7 as newId } from "uuid";
import type { Role } from "@/db/enums";
import { sessions, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { getUser } from "@/server/domain/users/queries";
import type { User } from "@/server/domain/users/schema";

type Fields = { email?: string; name?: string; role?: Role; isInvited?: boolean };

/** Adds a user without an event: an active viewer unless told, whose password nobody knows. */
export async function addPerson(ctx: Context, fields: Fields = {}): Promise<User> {
  const id = newId();
  const at = ctx.now().toISOString();
  const row = {
    id,
    email: fields.email ?? `${id}@example.net`,
    name: fields.name ?? "Somebody",
    role: fields.role ?? ("viewer" as const),
    passwordHash: fields.isInvited ? null : "nobody knows it",
    mustChangePassword: false,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  await unaudited(ctx, "a test's own user", ({ db }) => db.insert(users).values(row));
  return getUser(ctx, { id });
}

/** Adds a session of a user without an event, and gives its id. */
export async function addSession(ctx: Context, userId: string): Promise<string> {
  const id = newId();
  const at = ctx.now().toISOString();
  await unaudited(ctx, "a test's own session", ({ db }) =>
    db.insert(sessions).values({ id, userId, secretHash: Buffer.from(id), createdAt: at, lastUsedAt: at }),
  );
  return id;
}
