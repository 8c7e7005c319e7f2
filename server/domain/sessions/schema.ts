import * as z from "zod";
import { line } from "@/server/domain/text/schema";

export const signIn = z.strictObject({
  email: line(254).min(1, "Required."),
  password: z.string().min(1, "Required.").max(1_000),
});

export type SignIn = z.infer<typeof signIn>;
