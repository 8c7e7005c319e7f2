import type { Role } from "@/db/enums";

/** Roles are given to people; system and anonymous act too, and have rows in the same table. */
export type ActorRole = Role | "system" | "anonymous";

const everyone = ["admin", "operator", "auditor", "viewer"] as const;

/** Who may do what: the one table that server, pages, documents and tests read. What is not in it does not exist. */
export const permissions = {
  "hosts.read": everyone,
  "hosts.write": ["admin", "operator"],
  "audit-events.read": ["admin", "auditor"],
  "permissions.read": everyone,
  "profile.read": everyone,
  "password.change": everyone,
  "sessions.start": [...everyone, "anonymous"],
  "sessions.end-own": everyone,
  "users.create-first-admin": ["system"],
} as const satisfies Record<string, readonly ActorRole[]>;

export type Permission = keyof typeof permissions;

/** All that somebody may do who still has a password that was printed for them. */
const beforePasswordChange: readonly Permission[] = ["profile.read", "password.change", "sessions.end-own"];

export function can(actor: { role: ActorRole; mustChangePassword?: boolean }, permission: Permission): boolean {
  if (actor.mustChangePassword && !beforePasswordChange.includes(permission)) return false;
  const allowed: readonly ActorRole[] = permissions[permission];
  return allowed.includes(actor.role);
}
