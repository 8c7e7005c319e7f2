import { expect, type Page } from "@playwright/test";
import { admin } from "./desk";

/** Signs the first admin in, and waits for the page that was wanted. */
export async function signIn(page: Page, path = "/hosts"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible();
}
