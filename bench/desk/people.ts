import { administer } from "@/scripts/postgres/administer";
import { cookieName } from "@/server/api/request-context";
import { admin, type BenchDatabase } from "./database";
import type { BenchServer } from "./server";

export interface Person {
  email: string;
  password: string;
}

/** Adds viewers `person-1@example.net` and so on, all with the first admin's password. */
export async function addPeople({ ownerUrl }: BenchDatabase, count: number): Promise<Person[]> {
  await administer(
    ownerUrl,
    (sql) => sql`
      insert into users (id, email, name, role, password_hash, must_change_password, version, created_at, updated_at)
      select gen_random_uuid(), format('person-%s@example.net', number), 'Person', 'viewer', password_hash, false, 1, now(), now()
      from users, generate_series(1, ${count}) as number`,
  );
  const emails = Array.from({ length: count }, (_, index) => `person-${index + 1}@example.net`);
  return emails.map((email) => ({ email, password: admin.password }));
}

export const cookieOf = (secret: string) => ({ cookie: `${cookieName}=${secret}` });

export interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends a request as a browser on OpsDesk's own pages does. */
export function send(
  { url }: BenchServer,
  method: string,
  path: string,
  { body, headers }: Sent = {},
): Promise<Response> {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  return fetch(url + path, {
    method,
    headers: { "sec-fetch-site": "same-origin", ...type, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The same; throws for any status but those of success. Gives the answer, which is read to its end. */
export async function sendWell(server: BenchServer, method: string, path: string, sent?: Sent): Promise<Response> {
  const response = await send(server, method, path, sent);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return new Response(text || null, { status: response.status, headers: response.headers });
}

/** Signs in with a browser. Gives the cookie to send along. */
export async function signInAs(server: BenchServer, body: Person): Promise<{ cookie: string }> {
  const { headers } = await sendWell(server, "POST", "/api/auth/login", { body });
  const [cookie] = (headers.get("set-cookie") ?? "").split(";", 1);
  if (!cookie) throw new Error("signing in set no cookie");
  return { cookie };
}
