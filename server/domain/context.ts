import type { Reader, Tx } from "@/db/connect";
import type { ActorKind, Role } from "@/db/enums";
import { forbidden, unauthenticated } from "./errors";
import type { Hint } from "./hints/hint";
import type { Keys } from "./keys/derive";
import type { Observer } from "./observer";
import { type ActorRole, can, type Duty, type Permission, type Scope } from "./permissions";

export type Actor = {
  kind: ActorKind;
  /** The user's or token's id; null for system and anonymous. */
  id: string | null;
  /** The user who asks, or whose token asks; null for system and anonymous. */
  userId: string | null;
  /** How the audit log names the actor, kept as text because names change. */
  label: string;
  role: ActorRole;
  duty?: Duty | undefined;
  token?: { role: Role; scopes: readonly Scope[] } | undefined;
};

/** Where a request came from; null where nobody sent it. */
type Client = { ip: string | null; userAgent: string | null };

/** The `Idempotency-Key` of a request, and the SHA-256 of all that it asks for. */
type Idempotency = { key: string; fingerprint: Uint8Array };

/** Everything that a domain function needs from outside, passed as its first argument. */
export type Context = {
  db: Reader;
  actor: Actor;
  /** The session that the request came with, or null. */
  sessionId: string | null;
  client: Client;
  requestId: string;
  idempotency: Idempotency | null;
  keys: Keys;
  now: () => Date;
  /** Tells whoever looks what has changed, once it is committed. */
  announce?: ((hints: readonly Hint[]) => void) | undefined;
  /** Told what is worth counting, once it has happened. */
  observer?: Observer | undefined;
};

/** What a process has for everything that it does. */
export type Environment = Pick<Context, "db" | "keys" | "now" | "announce" | "observer">;

/** A context inside a transaction: it reads and writes. Only `audited` and `unaudited` make one. */
export type WriteContext = Omit<Context, "db"> & { db: Tx };

export const anonymous: Actor = {
  kind: "anonymous",
  id: null,
  userId: null,
  label: "anonymous",
  role: "anonymous",
};
export const system: Actor = { kind: "system", id: null, userId: null, label: "system", role: "system" };

/** The context of what a process does by itself. */
export function systemContext(environment: Environment, requestId: string): Context {
  const client = { ip: null, userAgent: null };
  return { ...environment, actor: system, sessionId: null, client, requestId, idempotency: null };
}

/** Throws `unauthenticated` where nobody has signed in, and `forbidden` where the actor's role lacks the permission. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (can(actor, permission)) return;
  if (actor.kind === "anonymous") throw unauthenticated();
  throw forbidden(whyForbidden(actor, permission), permission);
}

/** The user who asks, or whose token asks. Throws `unauthenticated` where there is none. */
export function askingUserId({ userId }: Actor): string {
  if (userId === null) throw unauthenticated();
  return userId;
}

function whyForbidden({ duty, token, role }: Actor, permission: Permission): string {
  if (duty === "change-password") return "Change the password that was printed for you first.";
  if (duty === "set-up-two-step") return "Set up two-step sign-in first; your role requires it.";
  if (token) return `This API token may not do this (${permission}).`;
  return `The role ${role} may not do this (${permission}).`;
}
