import { eq, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { users } from "@/db/schema";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { WriteContext } from "@/server/domain/context";
import { openPasswordLinks } from "@/server/domain/password-links/password-links";
import { endSessions } from "@/server/domain/sessions/mutations";
import { editEvents } from "@/server/domain/users/mutations";
import { userSubject } from "@/server/domain/users/queries";
import type { UserImportResult } from "@/server/domain/users/schema";
import type { Plan } from "./plan";

type Created = UserImportResult["created"];

/** Creates the users that a plan has, each with a link, and changes those that it changes. Gives an event for each. */
export async function applyPlan(tx: WriteContext, plan: Plan): Promise<{ created: Created; events: AuditEvent[] }> {
  const added = await createUsers(tx, plan.created);
  const changed = await changeUsers(tx, plan.updated);
  return { created: added.created, events: [...added.events, ...changed] };
}

async function createUsers(tx: WriteContext, planned: Plan["created"]) {
  const at = tx.now().toISOString();
  const rows = planned.map((user) => ({ ...user, id: newId() }));
  const rest = { mustChangePassword: false, version: 1, createdAt: at, updatedAt: at };
  if (rows.length > 0) await tx.db.insert(users).values(rows.map((row) => ({ ...row, ...rest })));
  const links = await openPasswordLinks(
    tx,
    rows.map(({ id }) => id),
  );
  const created: Created = rows.map(({ id, ...user }) => ({ ...user, link: links.get(id) ?? null }));
  const events = rows.map((row, index): AuditEvent => {
    return { action: "user.created", subject: userSubject(row), after: { ...planned[index] } };
  });
  return { created, events };
}

async function changeUsers(tx: WriteContext, planned: Plan["updated"]): Promise<AuditEvent[]> {
  // Sent as one parameter, because one statement for each user takes as many turns.
  const rows = JSON.stringify(planned.map(({ before: { id }, after }) => ({ id, ...after })));
  await tx.db
    .update(users)
    .set({
      name: sql`new.name`,
      role: sql`new.role`,
      version: sql`${users.version} + 1`,
      updatedAt: tx.now().toISOString(),
    })
    .from(sql`jsonb_to_recordset(${rows}::jsonb) as new(id uuid, name text, role role)`)
    .where(eq(users.id, sql`new.id`));
  for (const { before, after } of planned) {
    if (before.role !== after.role) await endSessions(tx, { userId: before.id, ending: "role_changed" });
  }
  return planned.flatMap(({ before, after }) => editEvents(before, { ...before, ...after }));
}
