import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { changeHost, newPrefix, registerHosts } from "./hosts";
import { callApi, createPerson, openAs } from "./people";
import { signIn } from "./sign-in";

/** The estate with names and addresses that are no other test's. */
const estate = readFileSync("e2e/fixtures/estate.csv", "utf8")
  .replaceAll(/-([psd]\d{3})\b/gi, "-$1x")
  .replaceAll(/\b10\.(\d+\.\d+)/g, "11.$1")
  .replaceAll("2001:db8:", "2001:db9:");
const expected = JSON.parse(readFileSync("e2e/fixtures/estate.expected.json", "utf8")) as {
  created: number;
  rejected: { record: number; column: string }[];
};

const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
/** A page takes nothing before its program runs. */
const isAlive = (page: Page) => expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");

async function choose(page: Page, chosen: ReturnType<typeof file>): Promise<void> {
  await isAlive(page);
  await page.getByLabel("CSV or NDJSON file").setInputFiles(chosen);
}

const previewed = (page: Page) =>
  expect(page.getByRole("heading", { name: "Nothing is written yet" })).toBeFocused({ timeout: 30_000 });
const done = (page: Page) =>
  expect(page.getByRole("heading", { name: "The import is done" })).toBeFocused({ timeout: 30_000 });
const rejects = (page: Page) => page.getByRole("table", { name: "Rejected records" }).locator("tbody tr");
const changes = (page: Page) => page.getByRole("table", { name: "Hosts that change" }).locator("tbody tr");

/** The four counts: new, changed, unchanged, rejected. */
const counts = (page: Page) => page.locator("dl").first().locator("dd:first-of-type").allTextContents();

/** The places of the faults that the table tells, in its order. */
async function placesOf(page: Page): Promise<string[]> {
  const rows = await rejects(page).evaluateAll((all) =>
    all.map((row) => [row.children[0]?.textContent.replace(",", ""), row.children[2]?.textContent].join(" ")),
  );
  return [...new Set(rows)];
}

test("pasted hosts change what they name, and what somebody edited meanwhile is left alone", async ({ page }) => {
  await signIn(page, "/hosts/import");
  const prefix = newPrefix("paste");
  const [first, second] = await registerHosts(page, prefix, 2, { owner: "before" });
  const lines = [first, second].map((host) => JSON.stringify({ ...named(host), owner: "after" }));
  await isAlive(page);
  await page.getByLabel("Or paste the text").fill(lines.join("\n"));
  await expect(page.getByText("Read as NDJSON.")).toBeVisible();
  await page.getByRole("button", { name: "Preview the text" }).click();
  await previewed(page);
  await expect(changes(page).first()).toContainText("beforeafter");
  await page.getByLabel("Find in changes").fill("002");
  await expect(changes(page)).toHaveCount(1);

  await changeHost(page, second?.id ?? "", { owner: "somebody else" });
  await page.getByRole("button", { name: "Change 2 hosts" }).click();
  await done(page);
  await expect(page.getByText("1 record left alone as stale")).toBeVisible();
  await expect(rejects(page)).toContainText("changed since the preview");
  await page.getByRole("button", { name: "Check again" }).click();
  await previewed(page);
  await expect(changes(page)).toHaveCount(1);
  await expect(changes(page)).toContainText("somebody elseafter");

  await page.getByRole("button", { name: "Change 1 host" }).click();
  await done(page);
  await page.getByRole("link", { name: "Show the events of this import" }).click();
  await expect(page.getByText("2 events", { exact: true })).toBeVisible();
});

const named = (host: unknown) => {
  const { hostname, ip, os, environment } = host as Record<string, unknown>;
  return { hostname, ip, os, environment };
};

test("columns that nobody knows are asked for, and what is required must be there", async ({ page }) => {
  await signIn(page, "/hosts/import");
  const prefix = newPrefix("columns");
  await choose(page, file("racks.csv", `Name,ip,OS,Environment,Rack\n${prefix},fd00:99::1,linux,dev,R 12\n`));
  await expect(page.getByRole("heading", { name: "Which columns are these?" })).toBeFocused();
  await expect(page.getByText("Required and still missing: hostname.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Preview" })).toBeDisabled();
  await page.getByLabel("What Rack is").selectOption("hostname");
  await page.getByLabel("What Name is").selectOption("hostname");
  await expect(page.getByText("Chosen more than once: hostname.")).toBeVisible();
  await page.getByLabel("What Rack is").selectOption("notes");
  await page.getByRole("button", { name: "Preview" }).click();
  await previewed(page);
  expect(await counts(page)).toEqual(["1", "0", "0", "0"]);
  await expect(changes(page)).toContainText(prefix);
  await page.getByRole("button", { name: "Register 1 host" }).click();
  await done(page);
  const { items } = await callApi<{ items: { notes: string }[] }>(page, "GET", `/api/v1/hosts?q=${prefix}`);
  expect(items).toMatchObject([{ notes: "R 12" }]);
});

test("an import whose answer was lost says that nothing is half applied, and is applied once", async ({ page }) => {
  await signIn(page, "/hosts/import");
  const prefix = newPrefix("lost");
  await choose(page, file("lost.csv", `hostname,ip,os,environment\n${prefix},fd00:98::1,linux,dev\n`));
  await previewed(page);
  await page.route("**/api/v1/hosts/import?previewId=**", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.getByRole("button", { name: "Register 1 host" }).click();
  await expect(page.getByText("The connection was lost")).toBeVisible();
  await expect(page.getByText("Nothing is half applied")).toBeVisible();
  await page.unroute("**/api/v1/hosts/import?previewId=**");
  await page.getByRole("button", { name: "Try again" }).click();
  await done(page);
  expect(await counts(page)).toEqual(["1", "0", "0", "0"]);
});

test("leaving while an import is applied is asked about first", async ({ page }) => {
  await signIn(page, "/hosts/import");
  const prefix = newPrefix("leave");
  await choose(page, file("leave.csv", `hostname,ip,os,environment\n${prefix},fd00:97::1,linux,dev\n`));
  await previewed(page);
  let goOn = () => {};
  const isHeld = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route("**/api/v1/hosts/import?previewId=**", async (route) => {
    await isHeld;
    await route.continue();
  });
  await page.getByRole("button", { name: "Register 1 host" }).click();
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Hosts" }).click();
  await expect(page.getByRole("dialog", { name: "Leave while the import runs?" })).toBeVisible();
  await page.getByRole("button", { name: "Stay here" }).click();
  goOn();
  await done(page);
});

test("what the list shows is exported, with its exact number", async ({ page, browser }) => {
  await signIn(page);
  const prefix = newPrefix("export");
  await registerHosts(page, prefix, 3, { environment: "stage" });
  const viewer = await openAs(
    browser,
    await createPerson(page, "viewer"),
    `/hosts?q=${prefix}&environment=stage%2Cprod`,
  );
  await viewer.getByRole("button", { name: "Export" }).click();
  const dialog = viewer.getByRole("dialog", { name: "Export hosts" });
  await expect(dialog).toContainText("3 hosts in all columns, those that match:");
  await expect(dialog).toContainText("stage or prod");
  for (const [format, lines] of [
    ["CSV", 4],
    ["NDJSON", 3],
  ] as const) {
    const started = viewer.waitForEvent("download");
    await dialog.getByRole("button", { name: `Export as ${format}` }).click();
    const download = await started;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^hosts-\\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}$`));
    const text = readFileSync(await download.path(), "utf8").trimEnd();
    expect(text.split(/\r?\n/)).toHaveLength(lines);
    expect(text).toContain(`${prefix}-003`);
    await expect(dialog).toContainText("3 hosts saved as");
    await dialog.getByRole("button", { name: "Close" }).click();
    if (format === "CSV") await viewer.getByRole("button", { name: "Export" }).click();
  }
});

test.describe("the estate", () => {
  test.describe.configure({ mode: "serial", timeout: 120_000 });

  test("is previewed with exactly its rejects, registered, and nothing a second time", async ({ page }) => {
    await signIn(page, "/hosts/import");
    await choose(page, file("estate.csv", estate));
    await previewed(page);
    const rejectedCount = new Set(expected.rejected.map(({ record }) => record)).size;
    await expect(rejects(page)).not.toHaveCount(0);
    expect(await placesOf(page)).toEqual(expected.rejected.map(({ record, column }) => `${record} ${column}`));
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Rejects as CSV" }).click();
    const download = await started;
    expect(download.suggestedFilename()).toBe("estate-rejects.csv");
    expect(readFileSync(await download.path(), "utf8")).toContain("record,line,column,value,reason");
    await page.getByRole("button", { name: /^(Register|Change) / }).click();
    await done(page);
    const [created = "", updated, unchanged, rejected] = await counts(page);
    expect([created, updated, unchanged, rejected]).toEqual(["5,000", "0", "0", String(rejectedCount)]);

    await page.getByRole("button", { name: "Choose another file…" }).click();
    await choose(page, file("estate.csv", estate));
    await previewed(page);
    expect(await counts(page)).toEqual(["0", "0", "5,000", String(rejectedCount)]);
    await expect(page.getByText("There is nothing to write.")).toBeVisible();
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test("is changed, with what is wrong and what changes in turn", async ({ page }) => {
      await signIn(page, "/hosts/import");
      const owners = estate.replaceAll(",b.okafor,", ",c.okafor,");
      await choose(page, file("estate.csv", owners));
      await previewed(page);
      const [, updated = ""] = await counts(page);
      expect(Number(updated.replace(",", ""))).toBeGreaterThan(0);
      await expect(rejects(page).first()).toBeVisible();
      await expect(changes(page).first()).toBeHidden();
      await page.getByRole("radio", { name: /^Changes/ }).check();
      await expect(changes(page).first()).toContainText("b.okaforc.okafor");
      await expect(rejects(page).first()).toBeHidden();
      await page.getByRole("button", { name: `Change ${updated} hosts` }).click();
      await done(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      await page.getByRole("link", { name: "Show the events of this import" }).click();
      const events = page.getByRole("table", { name: "Audit events" });
      await events
        .getByRole("button", { name: /^edited / })
        .first()
        .click();
      const event = page.getByRole("dialog", { name: "Event" });
      await expect(event.locator("del")).toHaveText("b.okafor");
      await expect(event.locator("ins")).toHaveText("c.okafor");
      await event.getByRole("link", { name: "Open the host" }).click();
      await expect(page.getByRole("complementary").getByText("part of an import").first()).toBeVisible();
    });
  });
});
