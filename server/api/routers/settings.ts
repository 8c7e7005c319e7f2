import { procedure, router, versionedSingleton } from "@/server/api/trpc";
import { editSettings } from "@/server/domain/settings/mutations";
import { findSettings, readSettings } from "@/server/domain/settings/queries";
import * as schema from "@/server/domain/settings/schema";

const editing = versionedSingleton("settings.write", "settings", findSettings);

export const settings = router({
  get: procedure("settings.read").query(({ ctx }) => readSettings(ctx)),
  edit: editing.input(schema.editSettings).mutation(({ ctx, input }) => editSettings(ctx, input)),
});
