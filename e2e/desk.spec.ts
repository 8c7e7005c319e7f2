import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { admin } from "./desk";
import { signIn } from "./sign-in";

const estate = readFileSync("e2e/fixtures/estate.csv", "utf8");
const expected = JSON.parse(readFileSync("e2e/fixtures/estate.expected.json", "utf8")) as {
  created: number;
  rejected: { record: number; column: string }[];
};

/** Lets a file fall on the page, as if it came from the file manager. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], fileName, { type: "text/csv" }));
      return transfer;
    },
    [name, content] as const,
  );
  await expect(async () => {
    await page.dispatchEvent("body", "dragover", { dataTransfer });
    await expect(page.getByText("Drop the file to import it")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

const figure = (page: Page, name: string) => page.getByRole("term").filter({ hasText: name }).locator("+ dd");
const rows = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody tr:has(td)");

/** Bad news. Next keeps an empty alert of its own, which announces pages. */
const notice = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

/** What a browser complains of: faults of programs, and whatever the content security policy stopped. */
const complaints: string[] = [];
test.beforeEach(({ page }) => {
  complaints.length = 0;
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
});
test.afterEach(() => expect(complaints).toEqual([]));

test("an estate that is dropped on the desk is imported, found and accounted for", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page);
  await drop(page, "estate.csv", estate);
  await expect(page).toHaveURL("/hosts/import");
  await expect(page.getByRole("heading", { name: "Nothing is written yet" })).toBeFocused({ timeout: 120_000 });
  await page.getByRole("button", { name: `Register ${expected.created.toLocaleString("en")} hosts` }).click();

  await expect(page.getByRole("heading", { name: "The import is done" })).toBeFocused({ timeout: 120_000 });
  await expect(figure(page, "New")).toHaveText(expected.created.toLocaleString("en"));
  await expect(figure(page, "Rejected")).toHaveText(String(expected.rejected.length));
  const rejects = await rows(page, "Rejected records").evaluateAll((found) =>
    found.map(({ children }) => `${children[0]?.textContent.replace(",", "")} ${children[2]?.textContent}`),
  );
  expect(rejects).toEqual(expected.rejected.map(({ record, column }) => `${record} ${column}`));

  await page.getByRole("link", { name: "Show the events of this import" }).click();
  await expect(page).toHaveURL(/\/audit-events\?batchId=/);
  await expect(page.getByText(`${(expected.created + 1).toLocaleString("en")} events`)).toBeVisible();
  await expect(rows(page, "Audit events").first()).toContainText("imported");
  const newest = await rows(page, "Audit events").nth(1).textContent();
  await page.getByRole("button", { name: "Older" }).click();
  await expect(rows(page, "Audit events").first()).not.toContainText("imported");
  await page.getByRole("button", { name: "First" }).click();
  await expect(rows(page, "Audit events").nth(1)).toHaveText(newest ?? "");

  await page.getByRole("link", { name: "Hosts", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search hosts" }).fill("db");
  await expect(page.getByText("Searches from 3 characters on.")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search hosts" }).fill("db-fra-p003");
  await expect(page).toHaveURL("/hosts?q=db-fra-p003");
  await expect(page.getByRole("status").filter({ hasText: /^1 of [\d,]+$/ })).toBeVisible();
  await page.getByRole("link", { name: "db-fra-p003" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("db-fra-p003");
  await expect(page.getByRole("button", { name: "Copy IP" })).toBeVisible();
  await page.getByRole("link", { name: "Audit events" }).click();
  await expect(rows(page, "Audit events")).toHaveCount(1);
  await page.getByRole("button", { name: "registered db-fra-p003" }).click();
  const event = page.getByRole("complementary", { name: "Event" });
  await expect(event.getByRole("heading", { level: 2 })).toHaveText(`${admin.email} registered db-fra-p003`);
  await expect(event.getByText("10.0.0.158")).toBeVisible();
});

test("the list is sorted and paged, and the URL keeps the place", async ({ page }) => {
  await signIn(page, "/hosts?sort=-hostname");
  const heading = page.getByRole("columnheader", { name: "Hostname" });
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await page.goBack();
  await expect(heading).toHaveAttribute("aria-sort", "descending");

  await page.goto("/hosts?cursor=nonsense");
  await expect(notice(page, "The request cannot be read")).toContainText("Request");
  await page.getByRole("button", { name: "Go to the beginning" }).click();
  await expect(page).toHaveURL("/hosts");
});

test("a host is registered once, and what is wrong with it is told at its field", async ({ page }) => {
  await signIn(page, "/hosts/new");
  const submit = page.getByRole("button", { name: "Register host" });
  await submit.click();
  await expect(page.getByLabel("Hostname")).toBeFocused();
  await expect(page.getByLabel("Hostname")).toHaveAccessibleDescription("Required.");
  await expect(page.getByLabel("Environment")).toHaveAccessibleDescription("Use prod, stage, or dev.");

  const fill = async (hostname: string, ip: string) => {
    await page.getByLabel("Hostname").fill(hostname);
    await page.getByLabel("IP address").fill(ip);
    await page.getByLabel("Environment").selectOption("dev");
    await page.getByLabel("Operating system").selectOption("linux");
  };
  await fill("desk-spec-d001", "192.0.2.1");
  await page.getByLabel("Tags").fill("by-hand desk");
  await submit.dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("desk-spec-d001");
  await expect(page.getByRole("listitem").filter({ hasText: /^by-hand$/ })).toBeVisible();

  await page.goto("/hosts/new");
  await fill("desk-spec-d001", "192.0.2.2");
  await submit.click();
  await expect(page.getByLabel("Hostname")).toHaveAccessibleDescription(
    "desk-spec-d001 is taken by another host in dev.",
  );
  await expect(page.getByLabel("Hostname")).toBeFocused();
  await page.getByLabel("Hostname").fill("desk-spec-d002");
  await submit.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("desk-spec-d002");

  await page.goto("/hosts?q=desk-spec");
  await expect(page.getByRole("status").filter({ hasText: /^2 of [\d,]+$/ })).toBeVisible();
});

test("what is typed before the page's program runs is kept", async ({ page }) => {
  await signIn(page);
  const programs = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await programs.promise;
    await route.continue();
  });
  await page.goto("/hosts/new", { waitUntil: "commit" });
  await page.getByLabel("Hostname").pressSequentially("typed-early-");
  programs.resolve();
  await expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
  await page.keyboard.type("d001");
  await page.getByLabel("IP address").fill("192.0.2.3");
  await expect(page.getByLabel("Hostname")).toHaveValue("typed-early-d001");
});

test("a file that is no estate is refused with its reason", async ({ page }) => {
  await signIn(page);
  await drop(page, "shopping.csv", "milk,bread\n1,2\n");
  await expect(page.getByText("Required and still missing: hostname, ip, os, and environment.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Preview" })).toBeDisabled();
  await page.getByRole("button", { name: "Choose another file…" }).click();
  await expect(page.getByText("Drop a CSV or NDJSON file here, or choose one")).toBeVisible();
});

test("a wrong password says no more than that, and a right one leads back to the page that was wanted", async ({
  page,
}) => {
  await page.goto("/hosts?sort=ip");
  await expect(page).toHaveURL("/login?next=%2Fhosts%3Fsort%3Dip");
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(notice(page, "The e-mail address, the password or the code is wrong.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/hosts?sort=ip");

  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/login");
  await page.goto("/audit-events");
  await expect(page).toHaveURL("/login?next=%2Faudit-events");
});

test("sign-in leads to no other site", async ({ page, baseURL }) => {
  await signIn(page);
  await page.goto("/login?next=//example.com/");
  await expect(page).toHaveURL(`${baseURL}/dashboard`);
});

test("what is not there is a page that says so", async ({ page }) => {
  await signIn(page);
  for (const path of ["/nowhere", "/hosts/nothing", "/hosts/01900000-0000-7000-8000-000000000000"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Go to the hosts" }).click();
  await expect(page).toHaveURL("/hosts");
});

test("the theme is remembered, and painted from the first moment", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("every page is sent with a policy that lets no script of others run", async ({ request }) => {
  const response = await request.get("/login");
  const { "content-security-policy": policy = "", ...headers } = response.headers();
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(policy).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic';`);
  expect(policy).toContain("object-src 'none'; base-uri 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["x-powered-by"]).toBeUndefined();
  const scripts = [...(await response.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
});
