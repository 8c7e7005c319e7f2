import * as z from "zod";
import { roles } from "@/db/enums";
import { numbers } from "@/server/domain/numbers";

const { minLength, maxLength } = numbers.passwords;

const newPassword = z
  .string()
  .min(minLength, `At least ${minLength} characters.`)
  .max(maxLength, `At most ${maxLength} characters.`);

export const changePassword = z.strictObject({
  currentPassword: z.string().min(1, "Required.").max(1_000),
  newPassword,
});

export const profile = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  mustChangePassword: z.boolean(),
});

export type ChangePassword = z.infer<typeof changePassword>;
export type Profile = z.infer<typeof profile>;
