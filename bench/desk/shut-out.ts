import type { BenchDatabase } from "./database";
import { cookieOf, type Person, sendWell, signInAs } from "./people";
import type { BenchServer } from "./server";

export type Headers = Record<string, string>;

/** Two servers over one database: what is changed at one must be known to the other. */
export interface Desk {
  here: BenchServer;
  there: BenchServer;
  person: Person;
  personId: string;
  asAdmin: Headers;
}

/** A way to lose access: does it, and gives what puts everything back. */
export type Change = (desk: Desk, own: Headers) => Promise<() => Promise<unknown>>;

const nothing = () => Promise.resolve();

export const changes = {
  "role change": async (desk) => {
    const setRole = (role: string) => changeUser(desk, "PATCH", "", { role });
    await setRole("operator");
    return () => setRole("viewer");
  },
  deactivation: async (desk) => {
    await changeUser(desk, "POST", "/deactivate");
    return () => changeUser(desk, "POST", "/reactivate");
  },
  "password change": async ({ here, person }) => {
    const elsewhere = await signInAs(here, person);
    const setPassword = (currentPassword: string, newPassword: string) =>
      sendWell(here, "POST", "/api/auth/password", { body: { currentPassword, newPassword }, headers: elsewhere });
    const other = "a standing desk in the evening";
    await setPassword(person.password, other);
    return () => setPassword(other, person.password);
  },
  "sign-out": async ({ here }, own) => {
    await sendWell(here, "POST", "/api/auth/logout", { headers: own });
    return nothing;
  },
} satisfies Record<string, Change>;

async function changeUser({ here, personId, asAdmin }: Desk, method: string, path: string, body?: unknown) {
  const current = await sendWell(here, "GET", `/api/v1/users/${personId}`, { headers: asAdmin });
  const headers = { ...asAdmin, "if-match": current.headers.get("etag") ?? "" };
  await sendWell(here, method, `/api/v1/users/${personId}${path}`, { body, headers });
}

export const kinds = Object.keys(changes) as (keyof typeof changes)[];

/** A person who signs in at one server and is known to the other, with an admin to change that. */
export async function deskOf(
  database: BenchDatabase,
  { here, there, person }: Pick<Desk, "here" | "there" | "person">,
): Promise<Desk> {
  const profile = await sendWell(here, "GET", "/api/v1/users/me", { headers: await signInAs(here, person) });
  const { id } = (await profile.json()) as { id: string };
  return { here, there, person, personId: id, asAdmin: cookieOf(database.secret) };
}
