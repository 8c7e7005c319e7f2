import type { Role } from "@/db/enums";

/** Roles are given to people; system and anonymous act too, and have rows in the same table. */
export type ActorRole = Role | "system" | "anonymous";

const everyone = ["admin", "operator", "auditor", "viewer"] as const;

/** Who may do what: the one table that server, pages, documents and tests read. What is not in it does not exist. */
export const permissions = {
  "hosts.read": everyone,
  "hosts.write": ["admin", "operator", "system"],
  "alerts.read": everyone,
  "alerts.receive": ["admin", "operator"],
  "alerts.acknowledge": ["admin", "operator"],
  "artifacts.read": everyone,
  "artifacts.download": ["admin", "operator"],
  "artifacts.upload": ["admin", "operator"],
  "artifacts.edit": ["admin", "operator"],
  "artifacts.delete": ["admin", "operator"],
  "artifacts.delete-any": ["admin"],
  "artifacts.collect": ["system"],
  "artifacts.verify": ["system"],
  "audit-events.read": ["admin", "auditor", "system"],
  "hints.read": everyone,
  "permissions.read": everyone,
  "profile.read": everyone,
  "password.change": everyone,
  "password.set-by-link": [...everyone, "anonymous"],
  "two-step.manage-own": everyone,
  "sessions.start": [...everyone, "anonymous"],
  "sessions.refresh": ["anonymous"],
  "sessions.read-own": everyone,
  "sessions.end-own": everyone,
  "sessions.read-any": ["admin"],
  "sessions.end-any": ["admin"],
  "api-tokens.manage-own": everyone,
  "api-tokens.read-any": ["admin"],
  "api-tokens.revoke-any": ["admin"],
  "users.read": ["admin", "system"],
  "users.write": ["admin", "system"],
  "users.create-first-admin": ["system"],
  "settings.read": ["admin"],
  "settings.write": ["admin"],
  "refusals.record": everyone,
} as const satisfies Record<string, readonly ActorRole[]>;

export type Permission = keyof typeof permissions;

/**
 * What an API token may be made for: a noun, to read or to write. What no scope has needs a person, such as making further
 * tokens or changing a password.
 */
export const scopes = {
  "hosts:read": ["hosts.read"],
  "hosts:write": ["hosts.read", "hosts.write"],
  "alerts:read": ["alerts.read"],
  "alerts:write": ["alerts.read", "alerts.receive", "alerts.acknowledge"],
  "artifacts:read": ["artifacts.read", "artifacts.download"],
  "artifacts:write": ["artifacts.read", "artifacts.download", "artifacts.upload", "artifacts.edit", "artifacts.delete"],
  "audit-events:read": ["audit-events.read"],
  "users:read": ["users.read"],
  "users:write": ["users.read", "users.write"],
} as const satisfies Record<string, readonly Permission[]>;

export type Scope = keyof typeof scopes;

/** What every API token may do, whatever it was made for. */
const anyToken: readonly Permission[] = ["permissions.read", "profile.read", "refusals.record"];

/** What somebody must do before anything else: choose a password that nobody printed, or set up two-step sign-in. */
export type Duty = "change-password" | "set-up-two-step";

const beforeDuty: Record<Duty, readonly Permission[]> = {
  "change-password": ["profile.read", "password.change", "sessions.end-own", "refusals.record"],
  "set-up-two-step": ["profile.read", "password.change", "two-step.manage-own", "sessions.end-own", "refusals.record"],
};

export type Asking = {
  role: ActorRole;
  duty?: Duty | undefined;
  /** With an API token: what it may do of that which its owner may. */
  token?: { role: Role; scopes: readonly Scope[] } | undefined;
};

/** Whether somebody may do what a permission stands for. An API token needs its owner's role, its own role and a scope. */
export function can({ role, duty, token }: Asking, permission: Permission): boolean {
  const allowed: readonly ActorRole[] = permissions[permission];
  // What a stranger may do, such as signing in, is nobody's privilege.
  if (duty && !beforeDuty[duty].includes(permission) && !allowed.includes("anonymous")) return false;
  if (!allowed.includes(role)) return false;
  if (!token) return true;
  const granted: readonly Permission[] = [...anyToken, ...token.scopes.flatMap((scope) => scopes[scope])];
  return allowed.includes(token.role) && granted.includes(permission);
}

const below: Record<Role, readonly Role[]> = {
  admin: everyone,
  operator: ["operator", "viewer"],
  auditor: ["auditor", "viewer"],
  viewer: ["viewer"],
};

/** The roles that a token of somebody with this role may have. */
export const rolesUpTo = (role: Role): readonly Role[] => below[role];
