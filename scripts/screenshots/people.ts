import { v7 as newId } from "uuid";
import type { Role } from "@/db/enums";
import type { Context } from "@/server/domain/context";
import { setPasswordByLink } from "@/server/domain/passwords/change";
import { signIn } from "@/server/domain/sign-in/sign-in";
import { createUser, deactivateUser } from "@/server/domain/users/mutations";

/** Somebody who is signed in. */
export interface Person {
  id: string;
  email: string;
  role: Role;
  /** Names the session in the cookie. */
  secret: string;
  client: Context["client"];
}

const newPassword = "four desks in the morning";

const active = {
  lindqvist: { email: "c.lindqvist@example.net", name: "Clara Lindqvist", role: "admin" },
  nowak: { email: "a.nowak@example.net", name: "Adam Nowak", role: "operator" },
  garcia: { email: "f.garcia@example.net", name: "Fátima García", role: "operator" },
  suzuki: { email: "h.suzuki@example.net", name: "Hana Suzuki", role: "operator" },
  rossi: { email: "v.rossi@example.net", name: "Vittoria Rossi", role: "auditor" },
  haddad: { email: "p.haddad@example.net", name: "Pierre Haddad", role: "viewer" },
} as const;

export type Team = Record<keyof typeof active, Person>;

const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** Creates the people of the pictures as an admin: most sign in today, one has not chosen a password, one has left. */
export async function addTeam(then: Context, today: Context): Promise<Team> {
  const people: [string, Person][] = [];
  for (const [name, input] of Object.entries(active)) {
    const { user, link } = await createUser(then, input);
    const [, linkSecret = ""] = link.path.split("#");
    await setPasswordByLink(then, { secret: linkSecret, newPassword });
    const client = { ip: `192.0.2.${10 + people.length}`, userAgent };
    const { secret } = await signIn({ ...today, client }, { email: user.email, password: newPassword });
    people.push([name, { id: user.id, email: user.email, role: user.role, secret, client }]);
  }
  await createUser(then, { email: "t.almeida@example.net", name: "Tiago Almeida", role: "operator" });
  const left = await createUser(then, { email: "j.novak@example.net", name: "Jana Nováková", role: "viewer" });
  await deactivateUser(then, left.user);
  return Object.fromEntries(people) as Team;
}

/** The context of what a person does by hand. */
export function actingAs(ctx: Context, { id, email, role, client }: Person): Context {
  return { ...ctx, actor: { kind: "user", id, userId: id, label: email, role }, client, requestId: newId() };
}
