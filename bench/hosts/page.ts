import type { Page } from "@playwright/test";
import { countBytes } from "@/bench/load/page-bytes";
import { forgetSpeed, readSpeed } from "@/bench/load/page-speed";
import { type Measurement, quantile } from "@/bench/measurement";
import { openWhole, visitHosts, waitUntilQuiet } from "./visit";

const setting =
  "The built desk over a million hosts, its list in Chromium with nothing kept from before and a window of 1,440 × 900 pixels";

const firstLoadBytes: Measurement = {
  name: "hosts-page-bytes",
  title: "First load of the list of hosts, JavaScript and CSS",
  limit: { atMost: 245 },
  unit: "kB",
  method: `${setting}: all scripts and styles that it asks for until it is quiet, each compressed by gzip.`,
  run: async (effort) => {
    const found = await visitHosts(effort, async (page, url) => {
      const readBytes = countBytes(page);
      await openWhole(page, url);
      return readBytes();
    });
    return {
      values: found.map(({ scripts, styles }) => scripts + styles),
      details: [
        { name: "JavaScript", unit: "kB", values: found.map(({ scripts }) => scripts) },
        { name: "CSS", unit: "kB", values: found.map(({ styles }) => styles) },
      ],
    };
  },
};

const firstPaint: Measurement = {
  name: "hosts-page-paint",
  title: "Largest contentful paint of the list of hosts",
  limit: { atMost: 1.2 },
  unit: "s",
  method: `${setting}: from the start of the navigation, as the browser tells it.`,
  run: async (effort) => {
    const found = await visitHosts(effort, async (page, url) => {
      await openWhole(page, url);
      const answerMilliseconds = await page.evaluate(
        () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).responseStart,
      );
      return { ...(await readSpeed(page)), answerMilliseconds };
    });
    return {
      values: found.map(({ largestPaintMilliseconds }) => largestPaintMilliseconds / 1_000),
      details: [{ name: "the first byte", unit: "s", values: found.map((speed) => speed.answerMilliseconds / 1_000) }],
    };
  },
};

/** What somebody does who looks for a few hosts. */
async function workOnList(page: Page): Promise<void> {
  const rows = page.getByRole("table", { name: "Hosts" }).locator("tbody tr");
  await page.keyboard.press("/");
  await page.keyboard.type("web-fra", { delay: 60 });
  await page.waitForURL(/q=web-fra/);
  await waitUntilQuiet(page);
  await page.getByRole("list", { name: "Filters" }).getByRole("button", { name: "Environment" }).click();
  await page.getByRole("region", { name: "Environment" }).getByRole("checkbox", { name: "prod" }).click();
  await page.waitForURL(/environment=prod/);
  await page.keyboard.press("Escape");
  await waitUntilQuiet(page);
  await page.getByRole("columnheader", { name: "IP" }).getByRole("button").click();
  await page.waitForURL(/sort=ip/);
  await waitUntilQuiet(page);
  for (const index of [0, 1, 2]) await rows.nth(index).getByRole("checkbox").click();
  await page.getByRole("checkbox", { name: "Select all on this page" }).click();
  for (const key of ["j", "j", "k", "x", "Escape"]) await page.keyboard.press(key);
}

const stability: Measurement = {
  name: "hosts-page-shift",
  title: "Cumulative layout shift of the list of hosts",
  limit: { atMost: 0.02 },
  unit: "",
  method: `${setting}: all that moved unasked while it was loaded, searched, filtered, sorted and selected from.`,
  run: async (effort) => {
    const found = await visitHosts(effort, async (page, url) => {
      await openWhole(page, url);
      const loaded = await readSpeed(page);
      await workOnList(page);
      return { loaded: loaded.layoutShift, whole: (await readSpeed(page)).layoutShift };
    });
    return {
      values: found.map(({ whole }) => whole),
      details: [{ name: "of it while it was loaded", unit: "", values: found.map(({ loaded }) => loaded) }],
    };
  },
};

const responsiveness: Measurement = {
  name: "hosts-page-interaction",
  title: "Interaction to next paint of the list of hosts",
  limit: { atMost: 80 },
  unit: "ms",
  method:
    `${setting}: the slowest of the keys and clicks that search, open a filter, set it, sort, select rows one by one and all at ` +
    "once, and walk them, from the key to the next picture, as the browser tells it (to 8 ms).",
  run: async (effort) => {
    const found = await visitHosts(effort, async (page, url) => {
      await openWhole(page, url);
      await forgetSpeed(page);
      await workOnList(page);
      return (await readSpeed(page)).interactionsMilliseconds;
    });
    return {
      values: found.map((milliseconds) => Math.max(0, ...milliseconds)),
      details: [
        { name: "keys and clicks of 16 ms or longer", unit: "", values: found.map(({ length }) => length) },
        {
          name: "of those, the middle",
          unit: "ms",
          values: found.map((all) => (all.length > 0 ? quantile(all, 0.5) : 0)),
        },
      ],
    };
  },
};

/** Scrolls from the top of a page to its end, at the pace of a wheel, whichever part of the page it is that scrolls. */
async function scrollThrough(page: Page): Promise<void> {
  const lastRow = page.getByRole("table", { name: "Hosts" }).locator("tbody tr").last();
  const isAtEnd = () =>
    lastRow.evaluate((row) => {
      const { left, bottom } = row.getBoundingClientRect();
      return row.contains(document.elementFromPoint(left + 100, bottom - 4));
    });
  await page.mouse.move(720, 450);
  for (let turns = 0; !(await isAtEnd()); turns++) {
    if (turns > maxTurns) throw new Error("the list does not scroll");
    await page.mouse.wheel(0, 60);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

const maxTurns = 200;

const scrolling: Measurement = {
  name: "hosts-page-scroll",
  title: "Longest task while 100 rows scroll by",
  limit: { atMost: 50 },
  unit: "ms",
  method: `${setting}: the first two pages of 50 rows, each scrolled through with the wheel; 0 where no task is longer than 50 ms.`,
  run: async (effort) => {
    const found = await visitHosts(effort, async (page, url) => {
      await openWhole(page, url);
      const tasks: number[] = [];
      for (const _page of [1, 2]) {
        await forgetSpeed(page);
        await scrollThrough(page);
        tasks.push(...(await readSpeed(page)).longTasksMilliseconds);
        await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Next" }).click();
        await page.waitForURL(/cursor=/);
        await waitUntilQuiet(page);
      }
      return tasks;
    });
    return {
      values: found.map((tasks) => Math.max(0, ...tasks)),
      details: [{ name: "tasks longer than 50 ms", unit: "", values: found.map(({ length }) => length) }],
    };
  },
};

export const hostPage: readonly Measurement[] = [firstLoadBytes, firstPaint, stability, responsiveness, scrolling];
