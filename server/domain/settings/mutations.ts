import { and, eq } from "drizzle-orm";
import { settings } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { Context, WriteContext } from "@/server/domain/context";
import { stale } from "@/server/domain/errors";
import { findSettings, settingsSubject, twoStepRolesName } from "./queries";
import type { EditSettings, Settings } from "./schema";

/**
 * Changes settings of the version that the editor saw. An edit that changes nothing writes nothing.
 * Throws `stale` with the settings as they are now.
 */
export async function editSettings(ctx: Context, { version, changes }: EditSettings): Promise<Settings> {
  return audited(ctx, "settings.write", async (tx) => {
    const current = await findSettings(tx);
    if (current.version !== version) throw stale("setting", current);
    const edited = { twoStepRoles: changes.twoStepRoles ?? current.twoStepRoles, version: version + 1 };
    const changed = changedFields(current, edited);
    if (Object.keys(changed.after).length === 0) return { result: current, events: [] };
    if (!(await writeSettings(tx, edited))) throw stale("setting", await findSettings(tx));
    return { result: edited, events: [{ action: "settings.updated", subject: settingsSubject, ...changed }] };
  });
}

/** Gives whether the settings were still of the version before. */
async function writeSettings(tx: WriteContext, { twoStepRoles, version }: Settings): Promise<boolean> {
  const row = { value: twoStepRoles, version, updatedAt: tx.now().toISOString() };
  const isBefore = and(eq(settings.name, twoStepRolesName), eq(settings.version, version - 1));
  const written =
    version === 1
      ? await tx.db
          .insert(settings)
          .values({ name: twoStepRolesName, ...row })
          .onConflictDoNothing()
          .returning({ version: settings.version })
      : await tx.db.update(settings).set(row).where(isBefore).returning({ version: settings.version });
  return written.length > 0;
}
