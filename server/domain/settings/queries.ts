import { eq } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { settings } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { type Settings, settingFields } from "./schema";

/** The row of the table that holds `twoStepRoles`. */
export const twoStepRolesName = "two-step-roles";

/** How the audit log names the settings. */
export const settingsSubject = { type: "settings", id: null, label: "settings" };

/** The settings, for an admin who looks at them, which is an event. */
export async function readSettings(ctx: Context): Promise<Settings> {
  return audited(ctx, "settings.read", async (tx) => ({
    result: await findSettings(tx),
    events: [{ action: "settings.read", subject: settingsSubject }],
  }));
}

/** The settings without an event; version 0 where nothing was ever set. */
export async function findSettings({ db }: Pick<Context, "db">): Promise<Settings> {
  const [row] = await db.select().from(settings).where(eq(settings.name, twoStepRolesName));
  if (!row) return { twoStepRoles: [], version: 0 };
  return { twoStepRoles: settingFields.shape.twoStepRoles.parse(row.value), version: row.version };
}

/** The roles whose users must sign in in two steps. Asked at each sign-in, so it is no event. */
export async function findTwoStepRoles(ctx: Pick<Context, "db">): Promise<Role[]> {
  return (await findSettings(ctx)).twoStepRoles;
}
