import * as z from "zod";
import { roles } from "@/db/enums";

/** What an admin sets while OpsDesk runs. */
export const settingFields = z.strictObject({
  /** Users with these roles set up two-step sign-in before they can do anything else. */
  twoStepRoles: z.array(z.enum(roles)).overwrite((values) => roles.filter((role) => values.includes(role))),
});

export const editSettings = z.strictObject({
  /** The version that the editor saw; 0 before anything was set. */
  version: z.int().min(0),
  changes: settingFields.partial(),
});

export const settings = z.object({ twoStepRoles: z.array(z.enum(roles)), version: z.int() });

export type EditSettings = z.infer<typeof editSettings>;
export type Settings = z.infer<typeof settings>;
