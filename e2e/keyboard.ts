import { expect, type Page } from "@playwright/test";

/** Presses Tab until an element has the focus; each stop on the way must be visible. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const focused = page.locator(":focus");
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(focused).toHaveCSS("outline-style", "solid", { timeout: 1_000 });
    await expect(focused).toHaveAccessibleName(name, { timeout: 100 });
  }).toPass({ timeout: 30_000, intervals: [0] });
}

/** Presses keys one after the other, such as "g h". */
export async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
}
