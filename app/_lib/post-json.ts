import { type Problem, problemIn, unreachable } from "./problem";

export type Answer<T> = { value: T; problem?: undefined } | { problem: Problem };

/** Sends JSON to one of the plain paths where passwords are checked, and gives the JSON of the answer; undefined where it has none. */
export async function postJson<T>(path: string, body: unknown): Promise<Answer<T>> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) return { problem: await problemIn(response) };
    return { value: (response.status === 204 ? undefined : await response.json()) as T };
  } catch {
    return { problem: unreachable };
  }
}
