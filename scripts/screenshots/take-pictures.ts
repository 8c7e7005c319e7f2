import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { waitUntilQuiet } from "@/bench/hosts/visit";
import { step } from "@/scripts/launch/progress";
import { cookieName } from "@/server/api/request-context";
import type { Team } from "./people";
import type { Picture } from "./pictures";
import { shrinkPng } from "./png";

const laptop = { suffix: "", viewport: { width: 1_440, height: 900 } };
const phone = { suffix: "-phone", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };
type Device = typeof laptop | typeof phone;

interface Gallery {
  browser: Browser;
  url: string;
  team: Team;
  pictures: readonly Picture[];
  folder: string;
  signal: AbortSignal;
}

/** Takes each picture in both themes, some also on a phone, as `<name>-<theme>[-phone].png`. */
export async function takePictures(gallery: Gallery): Promise<void> {
  for (const picture of gallery.pictures) {
    for (const device of picture.isOnPhone ? [laptop, phone] : [laptop]) {
      gallery.signal.throwIfAborted();
      await step(`${picture.name}${device.suffix}`, () => takePicture(gallery, picture, device));
    }
  }
}

async function takePicture(gallery: Gallery, picture: Picture, { suffix, ...device }: Device): Promise<void> {
  await using context = await openContext(gallery, picture.by, device);
  const page = await context.newPage();
  const missed = watchStyles(page);
  await page.goto(picture.path);
  await waitUntilQuiet(page);
  await picture.prepare?.(page);
  await waitUntilQuiet(page);
  if (missed.length > 0) throw new Error(`${picture.name} is without a style sheet: ${missed.join(", ")}`);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const png = await page.screenshot({ animations: "disabled", caret: "hide" });
    await writeFile(join(gallery.folder, `${picture.name}-${colorScheme}${suffix}.png`), shrinkPng(png));
  }
}

/** The style sheets that a page asked for and did not get. */
function watchStyles(page: Page): string[] {
  const missed: string[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "stylesheet" && !response.ok()) missed.push(response.url());
  });
  page.on("requestfailed", (request) => {
    if (request.resourceType() === "stylesheet") missed.push(`${request.url()} ${request.failure()?.errorText}`);
  });
  return missed;
}

function openContext(
  { browser, url, team }: Gallery,
  by: Picture["by"],
  device: BrowserContextOptions,
): Promise<BrowserContext> {
  // The browser itself takes this cookie only from an answer, and signing in anew for each picture would fill the log.
  const extraHTTPHeaders = by ? { cookie: `${cookieName}=${team[by].secret}` } : {};
  return browser.newContext({ ...device, baseURL: url, reducedMotion: "reduce", extraHTTPHeaders });
}
