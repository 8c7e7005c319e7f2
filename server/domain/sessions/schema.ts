import * as z from "zod";
import { sessionEndings, sessionKinds } from "@/db/enums";
import { listInput } from "@/server/domain/lists/schema";
import { line } from "@/server/domain/text/schema";
import { typedPassword } from "@/server/domain/users/schema";

export const signIn = z.strictObject({
  email: line(254).min(1, "Required."),
  password: typedPassword,
  /** The six digits of an authenticator, or a recovery code, from those who set up two-step sign-in. */
  totp: line(100).optional(),
});

export const refreshTokenInput = z.strictObject({ refreshToken: z.string().min(1, "Required.").max(200) });

/** What an API client gets for a password, or for a refresh token. */
export const tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal("Bearer"),
  /** Of the access token, in seconds. */
  expiresIn: z.int(),
  refreshToken: z.string(),
});

export const sessionReference = z.strictObject({ id: z.uuid() });

const page = { limit: listInput.shape.limit, cursor: listInput.shape.cursor };
export const listOwnSessions = z.strictObject(page);
/** The sessions of the user with this id. */
export const listSessionsOf = z.strictObject({ id: z.uuid(), ...page });
export const userOfSessions = z.strictObject({ id: z.uuid() });

/** A session as the API gives it: one that is live, or that was ended lately. */
export const session = z.object({
  id: z.uuid(),
  kind: z.enum(sessionKinds),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  /** Unless it is used before. */
  expiresAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  ending: z.enum(sessionEndings).nullable(),
  /** Whether this is the session that asks. */
  isCurrent: z.boolean(),
});

export const endedSessions = z.object({ ended: z.int() });

export type SignIn = z.infer<typeof signIn>;
export type Tokens = z.infer<typeof tokens>;
export type Session = z.infer<typeof session>;
export type ListOwnSessions = z.infer<typeof listOwnSessions>;
export type ListSessionsOf = z.infer<typeof listSessionsOf>;
