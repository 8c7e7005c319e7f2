import { expect, type Page, test } from "@playwright/test";
import { type Desk, removeDesk, startDesk } from "./desk";
import { changeHost, hostRows, newPrefix, registerHost, registerHosts } from "./hosts";
import { signIn } from "./sign-in";

/** A desk of their own: on the shared one, other tests change hosts too. */
let desk: Desk;
let baseURL: string;
test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async () => {
  desk = startDesk();
  baseURL = await desk.ready();
});
test.afterAll(() => removeDesk(desk));

const mark = (page: Page) => page.getByRole("status", { name: "Live updates" });

test("what somebody else changes waits behind a button, and nothing moves before", async ({ browser }) => {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page);
  const prefix = newPrefix("live");
  const [first] = await registerHosts(page, prefix, 3);
  await page.goto(`/hosts?q=${prefix}`);
  await expect(hostRows(page)).toHaveCount(3);
  await expect(mark(page)).toHaveText("Live");
  const before = await hostRows(page).allTextContents();

  const other = await context.newPage();
  await other.goto("/hosts/new");
  await changeHost(other, first?.id ?? "", { owner: "somebody else", hostname: `${prefix}-999` });
  const show = page.getByRole("button", { name: "1 changed, show" });
  await expect(show).toBeVisible();
  expect(await hostRows(page).allTextContents()).toEqual(before);
  await show.click();
  await expect(hostRows(page).last()).toContainText("somebody else");
  await expect(show).toBeHidden();

  await page.getByRole("link", { name: `${prefix}-002` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${prefix}-002`);
  await changeHost(other, page.url().split("/").at(-1)?.split("?")[0] ?? "", { owner: "changed while one looks" });
  await expect(page.getByText("changed while one looks").first()).toBeVisible();
  await context.close();
});

test("all tabs of a browser share one stream of events, which passes on when its tab closes", async ({ browser }) => {
  const context = await browser.newContext({ baseURL });
  let opened = 0;
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/events") opened += 1;
  });
  const pages = [await context.newPage(), await context.newPage(), await context.newPage()] as const;
  await signIn(pages[0]);
  await expect(mark(pages[0])).toHaveText("Live");
  const openedByFirst = opened;
  for (const page of pages.slice(1)) {
    await page.goto("/hosts");
    await expect(mark(page)).toHaveText("Live");
  }
  expect(opened).toBe(openedByFirst);

  const news = (page: Page, text: string) => page.getByRole("button", { name: `${text}, show` });
  const host = await registerHost(pages[1], newPrefix("stream"));
  for (const page of pages) await expect(news(page, "1 changed")).toBeVisible();

  await pages[0].close();
  await expect.poll(() => opened).toBe(openedByFirst + 1);
  for (const page of pages.slice(1)) {
    // What came while nobody listened is not known.
    await news(page, "Changes").click();
    await expect(news(page, "Changes")).toBeHidden();
  }
  await changeHost(pages[1], host.id, { owner: "heard by both" });
  for (const page of pages.slice(1)) await expect(news(page, "1 changed")).toBeVisible();
  await context.close();
});
