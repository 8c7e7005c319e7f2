import { expect, type Page, test } from "@playwright/test";
import { ended, sentAlert, tellAlerts } from "./alerts";
import { newPrefix, registerHost } from "./hosts";
import { press, tabTo } from "./keyboard";
import { createPerson, openAs } from "./people";
import { signIn } from "./sign-in";

const live = (page: Page) => expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
const rows = (page: Page) => page.getByRole("table", { name: "Alerts" }).locator("tbody tr");

test("an alert appears on dashboard, list and host, is acknowledged by keyboard, and ends", async ({
  browser,
  page,
}) => {
  await signIn(page);
  const name = newPrefix("Down");
  const host = await registerHost(page, newPrefix("alert"));
  const alert = sentAlert(
    { alertname: name, severity: "critical", instance: `${host.hostname}:9100`, env: "dev" },
    { summary: "It does not answer", runbook_url: "https://runbooks.example/down" },
  );
  const context = page.context();
  const [dashboard, list] = [await context.newPage(), await context.newPage()];
  await dashboard.goto("/dashboard");
  await list.goto(`/alerts?q=${name}`);
  await page.goto(`/hosts/${host.id}`);
  for (const each of [dashboard, list, page]) await live(each);
  await expect(list.getByRole("heading", { name: "No alert matches" })).toBeVisible();

  await tellAlerts(page, [alert]);
  await expect(dashboard.getByRole("list", { name: "Firing now" }).getByRole("link", { name })).toBeVisible();
  await expect(page.getByRole("list", { name: "Firing on this host" }).getByRole("link", { name })).toBeVisible();
  const news = list.getByRole("button", { name: "1 new, show" });
  await expect(news).toBeVisible();
  await expect(rows(list)).toHaveCount(0);
  await news.click();
  await expect(rows(list)).toContainText(["It does not answer"]);
  await expect(rows(list).getByRole("link", { name: host.hostname })).toBeVisible();

  await test.step("acknowledged by keyboard", async () => {
    await press(list, "j");
    await expect(list.locator(":focus")).toHaveText(name);
    await list.keyboard.press("Enter");
    await expect(list.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(list.getByRole("link", { name: "https://runbooks.example/down" }).first()).toBeVisible();
    await expect(list.getByRole("region", { name: /^What changed on/ })).toContainText("registered this host");
    await press(list, "a");
    await expect(list.getByLabel("Note")).toBeFocused();
    await list.keyboard.type("Rolling back");
    await tabTo(list, "Acknowledge");
    await list.keyboard.press("Enter");
    await expect(list.getByText("Rolling back").first()).toBeVisible();
    await expect(list.getByRole("button", { name: "Withdraw…" })).toBeVisible();
    await expect(list.getByRole("complementary")).toContainText("acknowledged this alert");
    await expect(page.getByRole("list", { name: "Firing on this host" })).toContainText("acknowledged");
  });

  await test.step("a viewer reads and acknowledges nothing", async () => {
    const viewer = await openAs(
      browser,
      await createPerson(page, "viewer"),
      list.url().replace(/^.*?(?=\/alerts)/, ""),
    );
    await expect(viewer.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(viewer.getByText("Rolling back").first()).toBeVisible();
    await expect(viewer.getByRole("button", { name: /Withdraw|Acknowledge/ })).toHaveCount(0);
    await viewer.context().close();
  });

  await tellAlerts(page, [ended(alert)]);
  await expect(list.getByRole("main")).toContainText("resolved");
  await expect(list.getByRole("button", { name: "Withdraw…" })).toHaveCount(0);
  await expect(list.getByRole("complementary")).toContainText("reported the end of this alert");
  await expect(page.getByRole("list", { name: "Past alerts of this host" })).toContainText(name);
  await expect(dashboard.getByRole("main").getByRole("link", { name })).toHaveCount(0);
});

test("filters stand in the URL, survive a reload and lead through pages", async ({ page }) => {
  await signIn(page, "/alerts");
  const name = newPrefix("Many");
  const all = Array.from({ length: 60 }, (_, number) =>
    sentAlert({ alertname: name, severity: number % 2 === 0 ? "warning" : "info" }),
  );
  await tellAlerts(page, [...all.slice(1), ...all.slice(0, 1).map(ended)]);
  await page.getByRole("searchbox", { name: "Search alerts" }).fill(name);
  await expect(page.getByText("59 alerts")).toBeVisible();
  await page.getByRole("button", { name: "Older" }).click();
  await expect(rows(page)).toHaveCount(9);

  await page.getByRole("button", { name: "Severity" }).click();
  await page.getByRole("checkbox", { name: "warning" }).check();
  await page.keyboard.press("Escape");
  await expect(page.getByText("29 alerts")).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter Status" }).click();
  await expect(page.getByText("30 alerts")).toBeVisible();
  const query = new URL(page.url()).searchParams;
  expect([query.get("q"), query.get("severity"), query.get("status")]).toEqual([name, "warning", ""]);
  await page.reload();
  await expect(page.getByText("30 alerts")).toBeVisible();
  await expect(rows(page)).toHaveCount(30);
  await page.goBack();
  await expect(page.getByText("29 alerts")).toBeVisible();
});
