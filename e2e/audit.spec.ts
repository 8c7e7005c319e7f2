import { readFileSync } from "node:fs";
import { type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { importedCount, openWith, type Story, tellStory } from "./audit-story";
import { newPrefix, registerHosts } from "./hosts";
import { press, tabTo } from "./keyboard";
import { callApi } from "./people";

test.describe.configure({ timeout: 90_000 });

let story: Story;
test.beforeAll(async ({ browser }) => {
  story = await tellStory(browser);
});

const openPages = new Set<Page>();
test.afterEach(async () => {
  for (const page of openPages) await page.context().close();
  openPages.clear();
});

/** The log as an auditor sees it. */
async function openLog(browser: Parameters<typeof openWith>[0], query = "", options: BrowserContextOptions = {}) {
  const page = await openWith(browser, story.sessions.auditor, `/audit-events${query}`, options);
  openPages.add(page);
  return page;
}

const rows = (page: Page) => page.getByRole("table", { name: "Audit events" }).locator("tr[data-id]");
const detail = (page: Page) => page.locator("#event");
const title = (page: Page) => detail(page).getByRole("heading", { level: 2 });
const filters = (page: Page) => page.getByRole("list", { name: "Filters" });
const dialog = (page: Page) => page.getByRole("dialog");

const expectCount = (page: Page, count: number) =>
  expect(page.getByRole("status").filter({ hasText: new RegExp(`^${count} events?$`) })).toBeVisible();

async function openFilter(page: Page, name: string): Promise<void> {
  await filters(page).getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("region", { name })).toBeVisible();
}

async function choose(page: Page, filter: "Actor" | "Action", value: string): Promise<void> {
  await openFilter(page, filter);
  await page.getByRole("textbox", { name: `Find: ${filter}` }).fill(value);
  await page.getByRole("list", { name: filter, exact: true }).getByRole("button", { name: value }).click();
}

async function type(page: Page, filter: string, value: string): Promise<void> {
  await openFilter(page, filter);
  await page.getByRole("region", { name: filter }).getByRole("textbox").fill(value);
  await page.keyboard.press("Enter");
}

test("the events of an import are read one after the other, from page to page, and a link to one stays", async ({
  browser,
}) => {
  const page = await openLog(browser);
  await page.getByRole("searchbox", { name: "Search the log" }).fill(`${story.prefix}.csv`);
  await expect(page).toHaveURL(/q=story/);
  await expectCount(page, 1);
  await page.getByRole("button", { name: `imported ${story.prefix}.csv` }).click();
  await detail(page).getByRole("link", { name: "Show all of this batch" }).click();
  await expectCount(page, importedCount + 1);
  await expect(rows(page)).toHaveCount(50);
  const firstRow = await rows(page).first().getAttribute("data-id");
  const lastOfPage = rows(page).last().getByRole("button");
  const lastSentence = (await lastOfPage.textContent()) ?? "";
  await lastOfPage.click();
  await expect(title(page)).toHaveText(`${story.operator.email} ${lastSentence}`);
  await detail(page).getByRole("button", { name: "Next event" }).click();
  await expect(page).toHaveURL(/[?&]cursor=/);
  await expect(rows(page)).toHaveCount(importedCount + 1 - 50);
  await expect(rows(page).first()).toHaveAttribute("data-open", "true");
  await expect(title(page)).not.toHaveText(`${story.operator.email} ${lastSentence}`);
  const sentence = (await title(page).textContent()) ?? "";

  await page.reload();
  await expect(title(page)).toHaveText(sentence);
  await detail(page).getByRole("button", { name: "Previous event" }).click();
  await expect(title(page)).toHaveText(`${story.operator.email} ${lastSentence}`);
  await expect(rows(page)).toHaveCount(50);

  await page.getByRole("button", { name: "Older" }).click();
  await expect(rows(page)).toHaveCount(importedCount + 1 - 50);
  await page.reload();
  await expect(rows(page)).toHaveCount(importedCount + 1 - 50);
  await expect(page.getByRole("button", { name: "Older" })).toBeDisabled();
  await page.getByRole("button", { name: "Previous" }).click();
  await expect(rows(page).first()).toHaveAttribute("data-id", firstRow ?? "");

  const id = await rows(page).nth(7).getAttribute("data-id");
  await page.goto(`/audit-events?action=nothing.like-it&event=${id}`);
  await expect(title(page)).toContainText(`registered ${story.prefix}`);
  await expect(detail(page).getByRole("button", { name: "Next event" })).toBeDisabled();
});

test("each filter narrows the log down, and is taken away again", async ({ browser }) => {
  const { operator, prefix, batchId, hosts } = story;
  const page = await openLog(browser);
  await choose(page, "Actor", operator.email);
  const byOperator = `/api/v1/audit-events?actor=${operator.id}&limit=100`;
  const { items } = await callApi<{ items: { action: string; requestId: string }[] }>(page, "GET", byOperator);
  await expectCount(page, items.length);
  await expect(filters(page)).toContainText(`Actor is ${operator.email}`);
  const remove = async (name: string) => {
    await page.getByRole("button", { name: `Remove the filter ${name}` }).click();
    await expectCount(page, items.length);
  };

  await choose(page, "Action", "host.updated");
  await expectCount(page, 3);
  await remove("Action");

  await openFilter(page, "Subject");
  await page.getByLabel("Type of subject").selectOption("import");
  await page.getByRole("button", { name: "Show these" }).click();
  await expectCount(page, 1);
  await remove("Subject");
  await openFilter(page, "Subject");
  await page.getByLabel("Subject id").fill(hosts[0]?.id ?? "");
  await page.keyboard.press("Enter");
  await expectCount(page, 2);
  await expect(filters(page)).toContainText(`Subject is ${prefix}-001`);
  await remove("Subject");

  await type(page, "IP", "10.0.0.999");
  await expect(page.getByRole("textbox", { name: "IP" })).toHaveAccessibleDescription(/Not an IPv4 or IPv6 address/);
  await page.getByRole("textbox", { name: "IP" }).fill("192.0.2.99");
  await page.keyboard.press("Enter");
  await expectCount(page, 0);
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await remove("IP");

  await type(page, "Request id", items.find(({ action }) => action === "host.deleted")?.requestId ?? "");
  await expectCount(page, 1);
  await remove("Request id");

  await type(page, "Batch", batchId);
  await expectCount(page, importedCount + 1);
  await remove("Batch");

  await openFilter(page, "When");
  await page.getByLabel("To, UTC").fill("2001-01-01T00:00:00");
  await page.getByRole("button", { name: "Show this range" }).click();
  await expectCount(page, 0);
  await remove("When");
  await openFilter(page, "When");
  await page.getByRole("button", { name: "7 days" }).click();
  await expect(filters(page)).toContainText("When since");
  await expectCount(page, items.length);

  await page.getByRole("searchbox").fill("OPS-1187");
  await expectCount(page, 3);
  await page.reload();
  await expectCount(page, 3);
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page).toHaveURL("/audit-events?q=OPS-1187");
});

test("an event tells what changed, and leads to all that belongs to it", async ({ browser }) => {
  const { operator, prefix, hosts } = story;
  const page = await openLog(browser, `?subjectType=host&subjectId=${hosts[0]?.id}`);
  const follow = async (name: string, query: RegExp) => {
    await page.getByRole("button", { name: `edited ${prefix}-001` }).click();
    await detail(page).getByRole("link", { name }).click();
    await expect(page).toHaveURL(query);
    await expect(detail(page)).toBeHidden();
    await expect(rows(page).first()).toBeVisible();
    await page.goBack();
  };
  await page.getByRole("button", { name: `edited ${prefix}-001` }).click();
  await expect(title(page)).toHaveText(`${operator.email} edited ${prefix}-001`);
  const changed = detail(page).getByRole("heading", { name: "What changed" }).locator("..");
  await expect(changed).toContainText("ownera.nowakb.okafor");
  await expect(changed).toContainText("notesemptyRack 12 unit 4");
  await expect(changed.locator("del")).toHaveCount(2);
  await expect(changed.locator("ins")).toHaveCount(2);
  await expect(
    detail(page)
      .getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
      .first(),
  ).toBeVisible();
  await press(page, "Escape");
  await expect(detail(page)).toBeHidden();

  await follow("Show all of this request", /\?requestId=/);
  await follow(`Show all by ${operator.email}`, new RegExp(`\\?actor=${operator.id}`));
  await follow(`Show all of ${prefix}-001`, /\?subjectType=host&subjectId=/);
  await follow("127.0.0.1", /\?ip=/);
  await page.getByRole("button", { name: `edited ${prefix}-001` }).click();
  await detail(page).getByRole("link", { name: "Open the host" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${prefix}-001`);
  await expect(page.getByRole("complementary").locator("ins").filter({ hasText: "b.okafor" })).toBeVisible();

  await page.goto("/audit-events?action=host.updated&q=OPS-1187");
  await rows(page).first().getByRole("button").click();
  await expect(detail(page).getByText("Review OPS-1187")).toBeVisible();
  await detail(page).getByRole("link", { name: "Show all of this batch" }).click();
  await expectCount(page, 3);
  await page.goto(`/audit-events?action=host.deleted&subjectId=${hosts[3]?.id}`);
  await rows(page).first().getByRole("button").click();
  await expect(detail(page).getByText("This host has been deleted.")).toBeVisible();
});

test("what the log is narrowed down to is exported, stopped and tried again", async ({ browser }) => {
  const page = await openLog(browser, `?batchId=${story.batchId}`);
  const all = importedCount + 1;
  await page.getByRole("button", { name: "Export" }).click();
  await expect(dialog(page)).toContainText(`${all} audit events in all columns, those that match:`);
  await expect(dialog(page)).toContainText(story.batchId);
  await page.route("**/export.csv?**", (route) => route.abort("connectionreset"));
  await dialog(page).getByRole("button", { name: "Export as CSV" }).click();
  await expect(dialog(page).getByText("The export broke off")).toBeVisible();
  await page.unroute("**/export.csv?**");

  const isAsked = Promise.withResolvers<void>();
  await page.route("**/export.csv?**", () => isAsked.resolve());
  await dialog(page).getByRole("button", { name: "Export as CSV" }).click();
  await isAsked.promise;
  await dialog(page).getByRole("button", { name: "Stop" }).click();
  await expect(dialog(page).getByText("Stopped. Nothing was saved.")).toBeVisible();
  await page.unroute("**/export.csv?**");

  for (const [format, lines] of [
    ["CSV", all + 1],
    ["NDJSON", all],
  ] as const) {
    const text = await download(page, format);
    expect(text.split(/\r?\n/)).toHaveLength(lines);
    expect(text.match(new RegExp(`${story.prefix}-060`))).not.toBeNull();
    await expect(dialog(page)).toContainText(`${all} audit events saved as audit-events-`);
    await dialog(page).getByRole("button", { name: "Close" }).click();
    if (format === "CSV") await page.getByRole("button", { name: "Export" }).click();
  }
  await page.goto("/audit-events?action=audit-events.exported");
  await expect(rows(page).first()).toContainText(`exported ${all} audit events`);
});

/** The text of what the open dialog exports. */
async function download(page: Page, format: "CSV" | "NDJSON"): Promise<string> {
  const started = page.waitForEvent("download");
  await dialog(page)
    .getByRole("button", { name: `Export as ${format}` })
    .click();
  const file = await started;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^audit-events-[\\d-]+\\.${format.toLowerCase()}$`));
  return readFileSync(await file.path(), "utf8").trimEnd();
}

test("the keyboard alone finds, reads and exports events", async ({ browser }) => {
  const { prefix, operator } = story;
  const page = await openLog(browser);
  await press(page, "g h g a /");
  await expect(page.getByRole("searchbox", { name: "Search the log" })).toBeFocused();
  await page.keyboard.type(`${prefix}-00`);
  await expect(page).toHaveURL(/q=story/);
  await tabTo(page, "Action");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Find: Action" })).toBeFocused();
  await page.keyboard.type("host.updated");
  await expect(page.getByRole("list", { name: "Action", exact: true }).getByRole("button")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(3);

  await press(page, "j j");
  await expect(rows(page).nth(1).getByRole("button")).toBeFocused();
  await page.keyboard.press("Enter");
  const sentences = await rows(page).getByRole("button").allTextContents();
  await expect(title(page)).toHaveText(`${operator.email} ${sentences[1]}`);
  await expect(title(page)).toBeFocused();
  await page.keyboard.press("j");
  await expect(title(page)).toHaveText(`${operator.email} ${sentences[2]}`);
  await press(page, "k k");
  await expect(title(page)).toHaveText(`${operator.email} ${sentences[0]}`);
  await page.keyboard.press("Escape");
  await expect(detail(page)).toBeHidden();
  await expect(rows(page).first().getByRole("button")).toBeFocused();

  await tabTo(page, "Export");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Export as CSV" })).toBeFocused();
  const started = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  await started;
  await expect(dialog(page).getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Export" })).toBeFocused();
});

test("a phone finds an import, reads its events and exports them", async ({ browser }) => {
  const { prefix, operator } = story;
  const page = await openLog(browser, "", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.getByRole("button", { name: "Filters" }).click();
  await choose(page, "Actor", operator.email);
  await choose(page, "Action", "hosts.imported");
  await expectCount(page, 1);
  await page.getByRole("button", { name: `imported ${prefix}.csv` }).click();
  await expect(dialog(page).getByText("What was set")).toBeVisible();
  await dialog(page).getByRole("link", { name: "Show all of this batch" }).click();
  await expectCount(page, importedCount + 1);
  await rows(page).nth(1).getByRole("button").click();
  const first = (await title(page).textContent()) ?? "";
  await dialog(page).getByRole("button", { name: "Next event" }).click();
  await expect(title(page)).not.toHaveText(first);
  await press(page, "k");
  await expect(title(page)).toHaveText(first);
  await dialog(page).getByRole("button", { name: "Close the event" }).click();
  await expect(dialog(page)).toBeHidden();
  await page.getByRole("button", { name: "Export" }).click();
  const text = await download(page, "NDJSON");
  expect(text.split("\n")).toHaveLength(importedCount + 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test("new events wait behind a button, and nothing moves before", async ({ browser }) => {
  const prefix = newPrefix("news");
  const operator = await openWith(browser, story.sessions.operator, "/hosts");
  openPages.add(operator);
  const page = await openLog(browser, `?q=${prefix}`);
  await expectCount(page, 0);
  await expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
  const show = (count: number) => page.getByRole("button", { name: `${count} new, show` });
  await registerHosts(operator, `${prefix}-a`, 1);
  await show(1).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(show(1)).toBeHidden();

  await registerHosts(operator, `${prefix}-b`, 2);
  await expect(show(2)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await show(2).click();
  await expect(rows(page)).toHaveCount(3);
  await expectCount(page, 3);
});

test("R-AZ-1 who may not read the log gets no page of it", async ({ browser }) => {
  for (const session of [story.sessions.operator, story.sessions.viewer]) {
    const page = await openWith(browser, session, "/hosts");
    openPages.add(page);
    await expect(page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Audit" })).toHaveCount(0);
    for (const path of ["/audit-events", `/audit-events?batchId=${story.batchId}`]) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(403);
      await expect(page.getByRole("heading", { name: "Your role may not see this" })).toBeVisible();
      await expect(rows(page)).toHaveCount(0);
    }
  }
});
