import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** A page, or something open on it. */
export type Place = { name: string; path: string; prepare?: (page: Page) => Promise<void> };

/** What axe finds, and whether the page has to be scrolled sideways. */
export async function inspect(page: Page, { name, path, prepare }: Place): Promise<void> {
  await page.goto(path);
  await prepare?.(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  expect.soft(found, name).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name}, sideways`).toBeLessThanOrEqual(0);
}

/** Runs a test in both themes, on the narrowest phone and on a laptop. */
export function inEveryLook(title: string, body: (page: Page) => Promise<void>): void {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [320, 1440]) {
      test.describe(`in ${colorScheme} at ${width} px`, () => {
        test.use({ colorScheme, viewport: { width, height: 900 } });

        test(title, async ({ page }) => {
          test.setTimeout(300_000);
          await body(page);
        });
      });
    }
  }
}
