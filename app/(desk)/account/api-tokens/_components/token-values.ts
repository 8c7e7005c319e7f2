import { createApiToken, scopeNames } from "@/server/domain/api-tokens/schema";
import { numbers } from "@/server/domain/numbers";
import { can, type Scope, scopes } from "@/server/domain/permissions";
import type { User } from "@/server/domain/users/schema";

type Role = User["role"];

/** What the fields of the form hold. */
export type TokenValues = { name: string; role: Role; scopes: Scope[]; expiresInDays: string };

const { defaultDays, maxDays } = numbers.apiTokens;

export const emptyValues = (role: Role): TokenValues => ({
  name: "",
  role,
  scopes: [],
  expiresInDays: String(defaultDays),
});

/** How long a token may be good, for a select. */
export const expiryChoices = [7, 30, defaultDays, 180, maxDays].map((days) => ({
  value: String(days),
  label: `${days} days`,
}));

/** The scopes that mean something for a role: all that they stand for is allowed to it. */
export function scopesFor(role: Role): Scope[] {
  return scopeNames.filter((scope) => scopes[scope].every((permission) => can({ role }, permission)));
}

/** The input that the fields stand for. Scopes that were chosen for another role are left out. */
export function inputOf({ scopes: chosen, expiresInDays, ...fields }: TokenValues) {
  const allowed = scopesFor(fields.role);
  return { ...fields, scopes: chosen.filter((scope) => allowed.includes(scope)), expiresInDays: Number(expiresInDays) };
}

/** What is wrong with the fields, by the API's own schema. */
export function validate(values: TokenValues): Record<string, string> {
  const { error } = createApiToken.safeParse(inputOf(values));
  const entries = error?.issues.map(({ path, message }) => [String(path[0]), message] as const) ?? [];
  return Object.fromEntries(entries.reverse());
}
