import postgres from "postgres";
import { socketDirectory } from "@/db/socket-directory";

export type Connection = ReturnType<typeof postgres>;

/** Opens one connection to the database of `url` for the time of `work`. */
export async function administer<T>(url: string, work: (sql: Connection) => Promise<T>): Promise<T> {
  const sql = postgres(url, { ...socketDirectory(url), max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The same server and database as `url`, as another role. */
export function asRole(url: string, role: string, password: string): string {
  return url.replace(/^(\w+:\/\/)(?:[^@/]*@)?/, `$1${role}:${password}@`);
}

/** Creates or alters a role that can sign in and own what it is given, nothing more. */
export async function ensureRole(sql: Connection, role: string, password: string): Promise<void> {
  const [existing] = await sql`select from pg_roles where rolname = ${role}`;
  // Neither statement takes parameters; the password is ours and has no quote in it.
  await sql.unsafe(`${existing ? "alter" : "create"} role ${role} login password '${password}'`);
}
