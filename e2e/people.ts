import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { signIn } from "./sign-in";

export interface Person {
  id: string;
  email: string;
  password: string;
}

const password = "plenty of words for one person";

/** Calls the API as whoever is signed in on a page, with the browser's own headers. Gives the JSON of the answer. */
export function callApi<T>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return page.evaluate(
    async ([verb, url, json, more]) => {
      const headers = { "content-type": "application/json", ...more };
      const response = await fetch(url, { method: verb, headers, ...(json !== undefined && { body: json }) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${verb} ${url}: ${response.status} ${text}`);
      return (text === "" ? undefined : JSON.parse(text)) as unknown;
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body), headers] as const,
  ) as Promise<T>;
}

/** Lets an admin who is signed in on a page create a user with a password that was chosen already. */
export async function createPerson(adminPage: Page, role: string, name = "Somebody"): Promise<Person> {
  const email = `${role}-${randomUUID().slice(0, 8)}@example.net`;
  const created = await callApi<{ user: { id: string }; link: { path: string } }>(adminPage, "POST", "/api/v1/users", {
    email,
    name,
    role,
  });
  const [, secret] = created.link.path.split("#");
  await callApi(adminPage, "POST", "/api/auth/reset", { secret, newPassword: password });
  return { id: created.user.id, email, password };
}

/** A browser of somebody's own, signed in at a page. */
export async function openAs(browser: Browser, person: Person, path = "/hosts"): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, path, person);
  return page;
}
