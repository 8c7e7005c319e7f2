import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** A page, or something open on it. */
export type Place = { name: string; path: string; prepare?: (page: Page) => Promise<void> };

/** What axe looks for that a theme can change: all else is the same in the other. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/** What axe finds in each theme, and whether the page has to be scrolled sideways. */
export async function inspect(page: Page, { name, path, prepare }: Place): Promise<void> {
  await page.goto(path);
  await prepare?.(page);
  expect.soft(await faultsOf(page, "light"), `${name}, light`).toEqual([]);
  expect.soft(await faultsOf(page, "dark", rulesOfColour), `${name}, dark`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name}, sideways`).toBeLessThanOrEqual(0);
}

/** The page follows the system's theme, so it need not be opened again. */
async function faultsOf(page: Page, colorScheme: "light" | "dark", rules?: string[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
  // Frames of other sites would cost a page of their own for each result. There are none.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Runs a test on the narrowest phone and on a laptop. */
export function inEveryWidth(title: string, body: (page: Page) => Promise<void>): void {
  for (const width of [320, 1440]) {
    test.describe(`at ${width} px`, () => {
      test.use({ viewport: { width, height: 900 } });

      test(title, async ({ page }) => {
        test.setTimeout(300_000);
        await body(page);
      });
    });
  }
}
