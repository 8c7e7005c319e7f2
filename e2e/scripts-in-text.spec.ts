import { expect, type Page, test } from "@playwright/test";
import { sentAlert, tellAlerts } from "./alerts";
import { callApi, createPerson, openAs, type Person } from "./people";
import { scriptPayloads as payloads } from "./script-payloads";
import { awaitDesk, signIn } from "./sign-in";

test.describe.configure({ mode: "parallel", timeout: 180_000 });

/** What a text of somebody's did on a page: scripts that ran, dialogs, what the content security policy had to stop. */
const done: string[] = [];
const whatMustNotBe = "#xss, [onerror], [onload], [onfocus], [ontoggle], [href^='javascript:'], [src^='javascript:']";

async function watch(page: Page): Promise<void> {
  await page.exposeFunction("xss", () => done.push("a script ran"));
  page.on("dialog", (dialog) => {
    done.push(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => done.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) done.push(message.text());
  });
}
test.beforeEach(() => {
  done.length = 0;
});

/** The page shows a text as it was typed, and nothing of it became a part of the page. */
async function expectVerbatim(page: Page, text: string, within = "main"): Promise<void> {
  await expect(page.locator(within)).toContainText(text);
  expect(await page.locator(within).textContent()).toContain(text);
  await expect(page.locator(whatMustNotBe)).toHaveCount(0);
  expect(done, text).toEqual([]);
}

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
const csvOf = (...records: string[][]) => records.map((record) => `${record.map(quoted).join(",")}\n`).join("");

/** Sends a CSV file as the pages do. */
const importCsv = <T>(page: Page, path: string, csv: string) =>
  page.evaluate(
    async ([url, body]) => {
      const response = await fetch(url, { method: "POST", headers: { "content-type": "text/csv" }, body });
      return (await response.json()) as unknown;
    },
    [path, csv] as const,
  ) as Promise<T>;

/** Opens each event of a list beside it, and looks for a text in it. */
async function expectInEvents(page: Page, path: string, texts: readonly string[]): Promise<void> {
  await page.goto(path);
  await awaitDesk(page);
  // From inside the page, because from outside each of the many clicks takes longer than what it does.
  const shown = await page.locator("main").evaluate(async (main, mustNotBe) => {
    const read: string[] = [];
    for (const button of main.querySelectorAll<HTMLElement>("tr button[aria-expanded]")) {
      button.click();
      const deadline = performance.now() + 10_000;
      while (button.getAttribute("aria-expanded") !== "true" && performance.now() < deadline)
        await new Promise(requestAnimationFrame);
      read.push(main.querySelector("#event")?.textContent ?? "");
      if (document.querySelector(mustNotBe)) read.push("a part of the page that must not be");
    }
    return read;
  }, whatMustNotBe);
  expect(shown).not.toContain("a part of the page that must not be");
  expect(texts.filter((text) => !shown.some((read) => read.includes(text)))).toEqual([]);
  expect(done).toEqual([]);
}

const name = (place: number) => `script-d${String(place).padStart(3, "0")}`;

test("what is watched for is seen where it happens", async ({ page }) => {
  await watch(page);
  await page.setContent("<main><img id=xss src=x onerror=xss()></main>");
  await expect.poll(() => done).toEqual(["a script ran"]);
  await expect(page.locator(whatMustNotBe)).toHaveCount(1);
});

test("R-WEB-3 a script in a field of a host is text in the list, on its page and in the log", async ({ page }) => {
  await watch(page);
  await signIn(page);
  const columns = ["hostname", "ip", "os", "environment", "owner", "team", "notes"];
  const recordOf = (text: string, place: number) => [
    name(place),
    `192.0.2.${100 + place}`,
    "linux",
    "stage",
    text,
    text,
    text,
  ];
  const csv = csvOf(columns, ...payloads.map(recordOf));
  const { created, batchId } = await importCsv<{ created: number; batchId: string }>(page, "/api/v1/hosts/import", csv);
  expect(created).toBe(payloads.length);
  await page.goto("/hosts?q=script-d");
  await expect(page.locator("tbody tr")).toHaveCount(payloads.length);
  for (const text of payloads) await expectVerbatim(page, text);
  await expectInEvents(page, `/audit-events?batchId=${batchId}`, payloads);
});

test("R-WEB-3 a script in each text of a host is text on the host's page", async ({ page }) => {
  await watch(page);
  await signIn(page);
  for (const [place, text] of payloads.entries()) {
    const host = { hostname: `page-${name(place)}`, ip: `198.51.100.${place}`, os: "linux", environment: "stage" };
    const texts = { owner: text, team: text, notes: `${text}\n${text}`, sshTemplate: text };
    const { id } = await callApi<{ id: string }>(page, "POST", "/api/v1/hosts", { ...host, ...texts });
    await page.goto(`/hosts/${id}`);
    await expectVerbatim(page, text);
    // Five times among the facts, and as often in the history.
    const shown = async () => (await page.locator("main").textContent())?.split(text).length;
    await expect.poll(shown, text).toBe(11);
  }
});

test("R-WEB-3 a script in an address is text where the page repeats it", async ({ page }) => {
  await watch(page);
  await signIn(page);
  // A comma in a list's value is written so.
  const inList = (text: string) => text.replaceAll(",", "%2C");
  for (const [path, names] of [
    ["/hosts", ["q", "team", "owner"]],
    ["/audit-events", ["action", "subjectType"]],
  ] as const) {
    for (let first = 0; first < payloads.length; first += names.length) {
      const texts = payloads.slice(first, first + names.length);
      const query = new URLSearchParams();
      for (const [place, text] of texts.entries()) {
        // Each name has another text each time around.
        const name = names[(place + first / names.length) % names.length] ?? "";
        query.set(name, path === "/hosts" && name !== "q" ? inList(text) : text);
      }
      await page.goto(`${path}?${query}`);
      for (const text of texts) await expectVerbatim(page, text);
    }
  }
});

test("R-WEB-3 a script in a file is text among its rejects, and so is the file's name", async ({ page }) => {
  await watch(page);
  await signIn(page);
  const fileName = "<img id=xss src=x onerror=xss()>.csv";
  for (const [path, header, record] of [
    ["/hosts/import", ["hostname", "ip", "os", "environment"], (text: string) => [text, text, text, text]],
    ["/users/import", ["email", "name", "role"], (text: string) => [text, text, text]],
  ] as const) {
    await page.goto(path);
    const buffer = Buffer.from(csvOf([...header], ...payloads.map(record)));
    await page.getByLabel(/^CSV .*file$/).setInputFiles({ name: fileName, mimeType: "text/csv", buffer });
    await expect(page.getByRole("table", { name: "Rejected records" })).toBeVisible();
    const showAll = page.getByRole("button", { name: /^Show all / });
    if (path === "/hosts/import") await showAll.click();
    for (const text of [fileName, ...payloads]) await expectVerbatim(page, text);
  }
});

test("R-WEB-3 a script in a user's name is text in the lists, the form and the log", async ({ page }) => {
  await watch(page);
  await signIn(page);
  const email = (place: number) => `${name(place)}@example.net`;
  const fileOf = (nameOf: (place: number) => string) =>
    csvOf(["email", "name", "role"], ...payloads.map((_, place) => [email(place), nameOf(place), "viewer"]));
  const apply = (csv: string) => importCsv<{ batchId: string }>(page, "/api/v1/users/import", csv);
  await apply(fileOf((place) => payloads[(place + 1) % payloads.length] ?? ""));

  await page.goto("/users/import");
  const final = fileOf((place) => payloads[place] ?? "");
  const file = { name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(final) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await expect(page.getByRole("table", { name: "Changed users" })).toBeVisible();
  for (const text of payloads) await expectVerbatim(page, text);

  const { batchId } = await apply(final);
  await page.goto("/users?q=script-d");
  await expect(page.locator("tbody tr")).toHaveCount(payloads.length);
  for (const text of payloads) await expectVerbatim(page, text);
  const { items } = await callApi<{ items: { id: string; name: string }[] }>(page, "GET", "/api/v1/users?q=script-d");
  for (const { id, name: text } of items) {
    await page.goto(`/users/${id}`);
    await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(text);
    await expectVerbatim(page, text);
  }
  await expectInEvents(page, `/audit-events?batchId=${batchId}`, payloads);
});

/** Signs somebody in from elsewhere, with a user agent. */
async function signInWith(page: Page, { email, password }: Person, userAgent: string): Promise<void> {
  const { origin } = new URL(page.url());
  const headers = { origin, "user-agent": userAgent, "content-type": "application/json" };
  const body = JSON.stringify({ email, password });
  const answer = await fetch(`${origin}/api/auth/login`, { method: "POST", headers, body });
  expect(answer.status, userAgent).toBe(200);
}

test("R-WEB-3 a script in a user agent is text among the sessions and in the log", async ({ page, browser }) => {
  await signIn(page);
  const person = await createPerson(page, "auditor");
  const own = await openAs(browser, person);
  await watch(own);
  for (const text of payloads) await signInWith(own, person, text);
  await own.goto("/account/sessions");
  for (const text of payloads) await expectVerbatim(own, text);
  const titles = await own
    .locator("main [title]")
    .evaluateAll((found) => found.map((element) => element.getAttribute("title")));
  for (const text of payloads) expect(titles).toContain(text);
  await own
    .getByRole("button", { name: /^End the session of / })
    .first()
    .click();
  await expectVerbatim(own, payloads.at(-1) ?? "", "dialog");
  await expectInEvents(own, `/audit-events?actor=${person.id}&action=user.signed-in`, payloads);
  await watch(page);
  await page.goto(`/users/${person.id}`);
  for (const text of payloads) await expectVerbatim(page, text);
});

test("R-WEB-3 a script in the name of an API token is text in the lists and in the log", async ({ page, browser }) => {
  await signIn(page);
  const person = await createPerson(page, "auditor");
  const own = await openAs(browser, person);
  await watch(own);
  const token = { role: "viewer", scopes: ["hosts:read"], expiresInDays: 1 };
  for (const text of payloads) await callApi(own, "POST", "/api/v1/api-tokens", { ...token, name: text });
  await own.goto("/account/api-tokens");
  for (const text of payloads) await expectVerbatim(own, text);
  await own
    .getByRole("button", { name: /^Revoke / })
    .first()
    .click();
  await expectVerbatim(own, payloads.at(-1) ?? "", "dialog");
  await expectInEvents(own, `/audit-events?actor=${person.id}&action=api-token.created`, payloads);
  await watch(page);
  await page.goto(`/users/${person.id}`);
  for (const text of payloads) await expectVerbatim(page, text);
});

test("R-WEB-3 a script in any text of an alert is text wherever it is shown, and no link", async ({ page }) => {
  await watch(page);
  await signIn(page);
  const alerts = payloads.map((text, place) => {
    const labels = { alertname: text, [text]: text, hostname: name(place), prefix: "script-alert" };
    const links = { runbook_url: `javascript:xss('${place}')`, [text]: text };
    const generatorURL = "javascript:xss()";
    return { ...sentAlert(labels, { summary: text, description: text, ...links }), generatorURL };
  });
  await tellAlerts(page, alerts);
  await page.goto("/alerts?q=script-alert");
  for (const text of payloads) await expectVerbatim(page, text);
  const { items } = await callApi<{ items: { id: string; name: string }[] }>(
    page,
    "GET",
    "/api/v1/alerts?q=script-alert&limit=100",
  );
  expect(items.length).toBe(payloads.length);
  for (const { id, name: text } of items.slice(0, 10)) {
    await page.goto(`/alerts/${id}`);
    await expectVerbatim(page, text);
  }
  await page.goto("/dashboard");
  await expect(page.locator(whatMustNotBe)).toHaveCount(0);
  expect(done).toEqual([]);
});
