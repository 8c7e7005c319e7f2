import { expect, type Page } from "@playwright/test";
import { admin } from "./desk";

type Credentials = { email: string; password: string; code?: string };

/** Fills in the sign-in form and sends it. */
export async function sendSignIn(page: Page, { email, password, code = "" }: Credentials): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Authentication code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs somebody in, the first admin unless told, and waits for the page that was wanted. */
export async function signIn(page: Page, path = "/hosts", who: Credentials = admin): Promise<void> {
  await page.goto(path);
  await sendSignIn(page, who);
  await expect(page).toHaveURL(path);
  await awaitDesk(page);
}

/**
 * Waits until somebody is signed in and the page's program runs. The page is there earlier, and what is clicked before is lost on
 * a busy machine; the form of sign-in has a program of its own.
 */
export async function awaitDesk(page: Page): Promise<void> {
  await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible();
  await page.waitForFunction(() => {
    const main = document.querySelector("main");
    return main !== null && Object.keys(main).some((key) => key.startsWith("__reactFiber"));
  });
}
