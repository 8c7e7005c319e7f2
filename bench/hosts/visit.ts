import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { signInBrowser, startBrowser, startPages } from "@/bench/desk/pages";
import { startServer } from "@/bench/desk/server";
import { observeSpeed } from "@/bench/load/page-speed";
import type { Effort } from "@/bench/measurement";

/** As large as a laptop's window. */
const viewport = { width: 1_440, height: 900 };

/**
 * Visits the built list of hosts in Chromium, once for each round and once before, which is not counted, each time with a
 * browser that has nothing of the pages yet. Gives what the visits found.
 */
export async function visitHosts<Found>(
  { rounds, hostsDatabase, signal, say }: Effort,
  visit: (page: Page, url: string) => Promise<Found>,
): Promise<Found[]> {
  const database = await hostsDatabase();
  await using server = await startServer(database, signal);
  await using _pages = await startPages(database, server, signal);
  await using browser = await startBrowser();
  const found: Found[] = [];
  for (let round = 0; round <= rounds; round++) {
    signal.throwIfAborted();
    say(round === 0 ? "a visit that is not counted" : `visit ${round} of ${rounds}`);
    await using context = await browser.newContext({ viewport });
    await observeSpeed(context);
    await signInBrowser(context, server);
    const visited = await visit(await context.newPage(), `${server.url}/hosts`);
    if (round > 0) found.push(visited);
  }
  return found;
}

const quietMilliseconds = 500;
const quietTimeoutMilliseconds = 30_000;

/** Waits until a page has asked for nothing new for a while. Its stream of events never ends, so nothing in flight is no sign. */
export async function waitUntilQuiet(page: Page): Promise<void> {
  const countAsked = () => page.evaluate(() => performance.getEntriesByType("resource").length);
  const deadline = performance.now() + quietTimeoutMilliseconds;
  let asked = -1;
  for (let now = await countAsked(); now !== asked; now = await countAsked()) {
    if (performance.now() > deadline) throw new Error("the page asks for more and more");
    asked = now;
    await delay(quietMilliseconds);
  }
}

/** Opens the list and waits until it is whole. */
export async function openWhole(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "load" });
  await page.getByRole("table", { name: "Hosts" }).waitFor();
  await waitUntilQuiet(page);
}
