import { sql } from "drizzle-orm";
import type { Db } from "./connect";

/** What the role of a connection could do beyond what the server needs, each as a sentence; empty for a role that is safe. */
export async function excessRights(db: Pick<Db, "execute">): Promise<string[]> {
  const [role] = await db.execute<{ name: string; superuser: boolean; owned: string | null }>(sql`
    select current_user as name, rolsuper as superuser,
      (select string_agg(relname, ', ' order by relname) from pg_class
        where pg_has_role(relowner, 'member') and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')) as owned
    from pg_roles where rolname = current_user`);
  if (!role) return [];
  if (role.superuser)
    return [`DATABASE_URL: the role ${role.name} is a superuser; give the server a role that owns nothing.`];
  if (role.owned) return [`DATABASE_URL: the role ${role.name} owns tables; give the server a role that owns nothing.`];
  return [];
}
