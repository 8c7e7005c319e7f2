import * as z from "zod";
import { roles } from "@/db/enums";
import { listInput } from "@/server/domain/lists/schema";
import { numbers } from "@/server/domain/numbers";
import { line } from "@/server/domain/text/schema";

const { minLength, maxLength } = numbers.passwords;

/** A password to be set. What is common is refused by the server, which has the list. */
const newPassword = z
  .string()
  .min(minLength, `At least ${minLength} characters.`)
  .max(maxLength, `At most ${maxLength} characters.`)
  .refine((value) => value.isWellFormed(), "Not valid Unicode text.");

/** A password to be compared; a longer one than may be set is wrong, not invalid. */
export const typedPassword = z.string().min(1, "Required.").max(1_000, "At most 1000 characters.");

export const changePassword = z.strictObject({ currentPassword: typedPassword, newPassword });

/** With the secret of a link that an admin handed over. */
export const setPasswordByLink = z.strictObject({
  secret: z.string().min(1, "Required.").max(100),
  newPassword,
});

const email = line(254).min(1, "Required.").pipe(z.email("Not an e-mail address."));
const role = z.enum(roles, { error: "Use admin, operator, auditor or viewer." });

/** What an admin says of a user, and may change. */
export const userFields = z.strictObject({ name: line(100).min(1, "Required."), role });

export const createUser = z.strictObject({ email, ...userFields.shape });

export const userReference = z.strictObject({ id: z.uuid() });

export const editUser = z.strictObject({
  id: z.uuid(),
  /** The version that the editor saw. */
  version: z.int().positive(),
  changes: userFields.partial(),
});

/** Which version of a user is to be deactivated or reactivated. */
export const userVersion = z.strictObject({ id: z.uuid(), version: z.int().positive() });

/** `invited` is who has not chosen a password yet. */
export const userStatuses = ["active", "invited", "deactivated"] as const;

export const userFilter = z.strictObject({
  q: listInput.shape.q,
  role: role.optional(),
  status: z.enum(userStatuses, { error: "Use active, invited or deactivated." }).optional(),
});

const sortable = ["email", "name", "role", "createdAt"] as const;
export type UserSort = (typeof sortable)[number];

export const listUsers = userFilter.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
  sort: z.enum([...sortable, ...sortable.map((name) => `-${name}` as const)]).default("email"),
});

/** A user as the API gives it. */
export const user = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  status: z.enum(userStatuses),
  hasTwoStep: z.boolean(),
  /** When a session of the user was used last. */
  lastSeenAt: z.iso.datetime().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** A link with which a user chooses a password, once. */
export const passwordLink = z.object({
  /** Below OpsDesk's address; what is after the `#` reaches no server and no log. */
  path: z.string(),
  expiresAt: z.iso.datetime(),
});

export const createdUser = z.object({ user, link: passwordLink });

/** The user who asks. */
export const profile = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  /** What must be done before anything else. */
  duty: z.enum(["change-password", "set-up-two-step"]).nullable(),
});

/** How a file of users is imported: a preview changes nothing, and its id makes the import do what it showed. */
export const importUsers = z
  .strictObject({ dryRun: z.boolean().default(false), previewId: z.string().min(1).max(100).optional() })
  .refine(({ dryRun, previewId }) => !dryRun || previewId === undefined, {
    path: ["previewId"],
    message: "A preview is made, or applied.",
  });

/** What an import of users did, or, for a preview, would do. */
export const userImportResult = z.object({
  created: z.array(
    z.object({ email: z.string(), name: z.string(), role: z.enum(roles), link: passwordLink.nullable() }),
  ),
  updated: z.array(
    z.object({
      email: z.string(),
      before: z.object({ name: z.string(), role: z.enum(roles) }),
      after: z.object({ name: z.string(), role: z.enum(roles) }),
    }),
  ),
  unchanged: z.int(),
  rejected: z.array(
    z.object({
      /** 1 is the first record after the header. */
      record: z.int(),
      line: z.int(),
      column: z.string(),
      value: z.string(),
      reason: z.string(),
    }),
  ),
  /** With a preview: sent with the same file, it applies exactly what was shown. */
  previewId: z.string().nullable(),
  /** Joins the audit events of the import; null for a preview. */
  batchId: z.uuid().nullable(),
});

export type ChangePassword = z.infer<typeof changePassword>;
export type SetPasswordByLink = z.infer<typeof setPasswordByLink>;
export type CreateUser = z.infer<typeof createUser>;
export type EditUser = z.infer<typeof editUser>;
export type UserVersion = z.infer<typeof userVersion>;
export type UserFilter = z.infer<typeof userFilter>;
export type ListUsers = z.infer<typeof listUsers>;
export type UserStatus = (typeof userStatuses)[number];
export type User = z.infer<typeof user>;
export type PasswordLink = z.infer<typeof passwordLink>;
export type CreatedUser = z.infer<typeof createdUser>;
export type ImportUsers = z.infer<typeof importUsers>;
export type Profile = z.infer<typeof profile>;
export type UserImportResult = z.infer<typeof userImportResult>;
