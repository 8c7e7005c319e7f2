import type { SignIn } from "@/server/domain/sessions/schema";
import type { ChangePassword } from "@/server/domain/users/schema";
import { type Problem, problemIn, unreachable } from "./problem";

type Answer<T> = { value: T; problem?: undefined } | { problem: Problem };

/** Sends JSON to one of the plain paths where passwords are checked, and reads what comes back. */
async function post<T>(path: string, body: unknown, read: (response: Response) => Promise<T>): Promise<Answer<T>> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return response.ok ? { value: await read(response) } : { problem: await problemIn(response) };
  } catch {
    return { problem: unreachable };
  }
}

const nothing = () => Promise.resolve();

/** Starts a session, which the browser keeps as a cookie. */
export function signIn(input: SignIn) {
  return post("/api/auth/login", input, (response) => response.json() as Promise<{ mustChangePassword: boolean }>);
}

/** Whether the browser has kept the session's cookie, which it refuses to do where it finds the connection unsafe. */
export async function hasSession(): Promise<boolean> {
  const response = await fetch("/api/trpc/users.profile").catch(() => undefined);
  return response?.status !== 401;
}

export function changePassword(input: ChangePassword) {
  return post("/api/auth/password", input, nothing);
}

/** Ends the session and leaves the desk. */
export async function signOut(): Promise<void> {
  await post("/api/auth/logout", {}, nothing);
  window.location.assign("/login");
}
