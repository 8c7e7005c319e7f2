import { postJson } from "@/app/_lib/post-json";
import type { AuthenticatorSecret, RecoveryCodeList } from "@/server/domain/two-step/schema";

/** Gives what an authenticator takes over. Nothing is on before `confirm`. */
export const begin = (password: string) => postJson<AuthenticatorSecret>("/api/auth/two-step/begin", { password });

/** Turns two-step sign-in on with a code that the authenticator shows. */
export const confirm = (code: string) => postJson<RecoveryCodeList>("/api/auth/two-step/confirm", { code });

export const turnOff = (password: string) => postJson<void>("/api/auth/two-step/off", { password });

/** Makes new recovery codes; those of before stop working. */
export const renewRecoveryCodes = (password: string) =>
  postJson<RecoveryCodeList>("/api/auth/two-step/recovery-codes", { password });
