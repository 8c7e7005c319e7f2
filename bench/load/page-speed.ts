import type { BrowserContext, Page } from "@playwright/test";

/** What a page has felt like so far, as the browser itself tells. */
export interface PageSpeed {
  largestPaintMilliseconds: number;
  /** How much moved that nobody had asked to move. */
  layoutShift: number;
  /** From each key and click to the next picture, the slowest last. */
  interactionsMilliseconds: number[];
  longTasksMilliseconds: number[];
}

/** What entries have beside, each kind its own. */
interface Entry extends PerformanceEntry {
  value?: number;
  hadRecentInput?: boolean;
  interactionId?: number;
}

/** The shortest that a browser tells. */
const shortestEventMilliseconds = 16;

/** Lets all pages of a context keep account of themselves from their first moment. */
export async function observeSpeed(context: BrowserContext): Promise<void> {
  await context.addInitScript((durationThreshold) => {
    const entries: Entry[] = [];
    const observer = new PerformanceObserver((list) => void entries.push(...(list.getEntries() as Entry[])));
    for (const type of ["largest-contentful-paint", "layout-shift", "event", "longtask"]) {
      observer.observe({ type, buffered: true, durationThreshold } as PerformanceObserverInit);
    }
    Object.assign(globalThis, { speedEntries: entries });
  }, shortestEventMilliseconds);
}

/** Reads the account of a page. What happened until now is told a moment later, so that it waits for two pictures. */
export async function readSpeed(page: Page): Promise<PageSpeed> {
  const entries = await page.evaluate(async () => {
    for (let pictures = 0; pictures < 2; pictures++) await new Promise(requestAnimationFrame);
    const told = (globalThis as unknown as { speedEntries: Entry[] }).speedEntries;
    return told.map((entry) => ({
      type: entry.entryType,
      startTime: entry.startTime,
      duration: entry.duration,
      value: entry.value ?? 0,
      isUnasked: entry.hadRecentInput === false,
      interactionId: entry.interactionId ?? 0,
    }));
  });
  const of = (type: string) => entries.filter((entry) => entry.type === type);
  const interactions = of("event").filter(({ interactionId }) => interactionId > 0);
  return {
    largestPaintMilliseconds: Math.max(0, ...of("largest-contentful-paint").map(({ startTime }) => startTime)),
    layoutShift: of("layout-shift").reduce((sum, { isUnasked, value }) => sum + (isUnasked ? value : 0), 0),
    interactionsMilliseconds: interactions.map(({ duration }) => duration).toSorted((a, b) => a - b),
    longTasksMilliseconds: of("longtask").map(({ duration }) => duration),
  };
}

/** Forgets what the page has told so far. */
export async function forgetSpeed(page: Page): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as { speedEntries: Entry[] }).speedEntries.length = 0;
  });
}
