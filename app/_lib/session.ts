import type { Duty } from "@/server/domain/permissions";
import type { SignIn } from "@/server/domain/sessions/schema";
import type { ChangePassword, SetPasswordByLink } from "@/server/domain/users/schema";
import { postJson } from "./post-json";

/** Starts a session, which the browser keeps as a cookie. Tells what must be done before anything else. */
export function signIn(input: SignIn) {
  return postJson<{ duty: Duty | null }>("/api/auth/login", input);
}

/** Whether the browser has kept the session's cookie, which it refuses to do where it finds the connection unsafe. */
export async function hasSession(): Promise<boolean> {
  const response = await fetch("/api/trpc/users.profile").catch(() => undefined);
  return response?.status !== 401;
}

export function changePassword(input: ChangePassword) {
  return postJson<void>("/api/auth/password", input);
}

/** Sets a password with the secret of a link that an admin handed over. */
export function setPasswordByLink(input: SetPasswordByLink) {
  return postJson<void>("/api/auth/reset", input);
}

let isLeaving = false;

/** Whether whoever was signed in leaves by choice, so that nothing needs to lead back here. */
export const isSigningOut = () => isLeaving;

/** Ends the session and leaves the desk. */
export async function signOut(): Promise<void> {
  isLeaving = true;
  await postJson<void>("/api/auth/logout", {});
  window.location.assign("/login");
}
