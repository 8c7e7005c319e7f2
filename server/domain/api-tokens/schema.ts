import * as z from "zod";
import { roles } from "@/db/enums";
import { listInput } from "@/server/domain/lists/schema";
import { numbers } from "@/server/domain/numbers";
import { type Scope, scopes } from "@/server/domain/permissions";
import { line } from "@/server/domain/text/schema";

export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]];

const { maxDays, defaultDays } = numbers.apiTokens;

export const createApiToken = z.strictObject({
  /** What it is for, as its owner calls it. */
  name: line(100).min(1, "Required."),
  /** No higher than the owner's own. */
  role: z.enum(roles, { error: "Use admin, operator, auditor or viewer." }),
  scopes: z
    .array(z.enum(scopeNames, { error: "There is no such scope." }))
    .min(1, "Choose at least one.")
    .overwrite((values) => [...new Set(values)].toSorted()),
  expiresInDays: z
    .int(`A whole number from 1 to ${maxDays}.`)
    .min(1, `A whole number from 1 to ${maxDays}.`)
    .max(maxDays, `A whole number from 1 to ${maxDays}.`)
    .default(defaultDays),
});

export const apiTokenReference = z.strictObject({ id: z.uuid() });

const page = { limit: listInput.shape.limit, cursor: listInput.shape.cursor };
export const listOwnApiTokens = z.strictObject(page);
/** The tokens of the user with this id. */
export const listApiTokensOf = z.strictObject({ id: z.uuid(), ...page });

/** A token as the API gives it, without the token itself. */
export const apiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopeNames)),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedIp: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});

/** The only answer that holds the token. */
export const createdApiToken = z.object({ apiToken, token: z.string() });

export type CreateApiToken = z.infer<typeof createApiToken>;
export type ListOwnApiTokens = z.infer<typeof listOwnApiTokens>;
export type ListApiTokensOf = z.infer<typeof listApiTokensOf>;
export type ApiToken = z.infer<typeof apiToken>;
export type CreatedApiToken = z.infer<typeof createdApiToken>;
