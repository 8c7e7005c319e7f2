import { expect, type Page, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { callApi, createPerson, openAs } from "./people";
import { sendSignIn, signIn } from "./sign-in";

const places = (page: Page) => page.getByRole("navigation", { name: "Places" }).getByRole("link");
const notice = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

/** The code that an authenticator with this secret shows, or will show some steps of 30 s later. */
function codeOf(secret: string, stepsLater = 0): string {
  const timestamp = Date.now() + stepsLater * 30_000;
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
}

/** Sets up two-step sign-in on its page. Gives the authenticator's secret and the recovery codes. */
async function setUpTwoStep(page: Page, password: string): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("button", { name: "Set up…" }).click();
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: "QR code for an authenticator" })).toBeVisible();
  const secret = (await page.locator("form code").textContent())?.replaceAll(" ", "") ?? "";
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByLabel("Code", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("heading", { name: "Recovery codes" })).toBeFocused();
  const codes = (await page.getByRole("region", { name: "Recovery codes" }).locator("code").textContent()) ?? "";
  return { secret, codes: codes.split("\n") };
}

test("an admin creates a user, who chooses a password by a link and sees only what the role may", async ({
  page,
  browser,
}) => {
  await signIn(page, "/users");
  await page.getByRole("link", { name: "Create user" }).click();
  const email = `ann-${Date.now()}@example.net`;
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "Name" }).fill("Ann Other");
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("heading", { name: `Link for ${email}` })).toBeFocused();
  const link =
    (await page
      .getByRole("region", { name: `Link for ${email}` })
      .locator("code")
      .textContent()) ?? "";

  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other).toHaveURL("/set-password");
  const submit = other.getByRole("button", { name: "Set password" });
  await other.getByLabel("New password").fill("password");
  await submit.click();
  await expect(other.getByLabel("New password")).toHaveAccessibleDescription(/common/);
  await other.getByLabel("New password").fill("a bicycle in the rain");
  await submit.click();
  await expect(other).toHaveURL("/login?notice=password-set");
  await sendSignIn(other, { email, password: "a bicycle in the rain" });
  await expect(places(other)).toHaveText(["Dashboard", "Hosts", "Alerts"]);
  expect((await other.goto("/users"))?.status()).toBe(403);
  await expect(other.getByRole("heading", { name: "Your role may not see this" })).toBeVisible();

  await other.context().clearCookies();
  await other.goto(link);
  await other.getByLabel("New password").fill("another bicycle");
  await submit.click();
  await expect(other.getByRole("alert").filter({ hasText: "Request" })).toBeVisible();

  await page.getByRole("link", { name: "Show the user" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("operator");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: "Deactivate…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("button", { name: "Reactivate…" })).toBeVisible();
  await page.goto(`/users?status=deactivated&q=${email}`);
  await expect(page.getByText("1 user", { exact: true })).toBeVisible();
});

test("a link without its end says so", async ({ page }) => {
  await page.goto("/set-password");
  await expect(page.getByText("This link is not complete")).toBeVisible();
});

test("an edit of what somebody else has changed is told, and can be saved over it", async ({ page }) => {
  await signIn(page);
  const person = await createPerson(page, "viewer");
  await page.goto(`/users/${person.id}`);
  await page.getByRole("textbox", { name: "Name" }).fill("Mine");
  const { version } = await callApi<{ version: number }>(page, "GET", `/api/v1/users/${person.id}`);
  await page.evaluate(
    async ([id, seen]) => {
      const headers = { "content-type": "application/json", "if-match": `"${seen}"` };
      await fetch(`/api/v1/users/${id}`, { method: "PATCH", headers, body: JSON.stringify({ name: "Theirs" }) });
    },
    [person.id, version] as const,
  );
  await page.getByRole("button", { name: "Save" }).click();
  await expect(notice(page, "Changed meanwhile")).toContainText("Now the name is Theirs");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Mine");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "Mine" })).toBeVisible();
});

test("with two-step sign-in a password alone is not enough, and each code is good once", async ({ page, browser }) => {
  await signIn(page);
  const person = await createPerson(page, "operator");
  const own = await openAs(browser, person, "/account/two-step");
  const { secret, codes } = await setUpTwoStep(own, person.password);
  await own.getByRole("button", { name: "I have kept them" }).click();
  await expect(own.getByText("10 left")).toBeVisible();

  const signOut = async () => {
    await own.getByRole("button", { name: /^Account/ }).click();
    await own.getByRole("button", { name: "Sign out" }).click();
    await expect(own).toHaveURL("/login");
  };
  await signOut();
  await sendSignIn(own, person);
  await expect(notice(own, "wrong")).toBeVisible();
  await sendSignIn(own, { ...person, code: codeOf(secret, 1) });
  await expect(own).toHaveURL("/dashboard");
  await signOut();
  await sendSignIn(own, { ...person, code: codes[0] ?? "" });
  await expect(own).toHaveURL("/dashboard");
  await own.goto("/account/two-step");
  await expect(own.getByText("9 left")).toBeVisible();

  await page.goto(`/users/${person.id}`);
  await page.getByRole("button", { name: "Reset two-step sign-in…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset two-step sign-in" }).click();
  await expect(page.getByText("off: the user sets it up")).toBeVisible();
});

test("an API token does what its scopes say, until it is revoked", async ({ page, browser, baseURL }) => {
  await signIn(page);
  const own = await openAs(browser, await createPerson(page, "operator"), "/account/api-tokens");
  await own.getByRole("link", { name: "New token" }).click();
  await own.getByLabel("Name").fill("nightly");
  await own.getByRole("button", { name: "Make token" }).click();
  await expect(own.getByText("Choose at least one.")).toBeVisible();
  await own.getByLabel("hosts:read").check();
  await own.getByRole("button", { name: "Make token" }).click();
  const token = (await own.getByRole("region", { name: "Token nightly" }).locator("code").first().textContent()) ?? "";
  const ask = (method: string) =>
    fetch(`${baseURL}/api/v1/hosts`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(method === "POST" && { body: "{}" }),
    }).then(({ status }) => status);
  expect(await ask("GET")).toBe(200);
  expect(await ask("POST")).toBe(403);

  await own.getByRole("link", { name: "Show my tokens" }).click();
  await expect(own.getByText("last used")).toBeVisible();
  await own.getByRole("button", { name: "Revoke nightly…" }).click();
  await own.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(own.getByText("revoked", { exact: true })).toBeVisible();
  expect(await ask("GET")).toBe(401);
});

test("a session that is ended elsewhere leads to sign-in by itself", async ({ page, browser }) => {
  await signIn(page);
  const person = await createPerson(page, "viewer");
  const first = await openAs(browser, person, "/account/sessions");
  const second = await openAs(browser, person, "/hosts");
  await first.reload();
  await expect(first.getByText("this session")).toBeVisible();
  await first.getByRole("button", { name: /^End the session of / }).click();
  await first.getByRole("dialog").getByRole("button", { name: "End the session" }).click();
  await expect(first.getByRole("list", { name: "Sessions that ended lately" })).toContainText("ended by the user");
  await expect(second).toHaveURL(/\/login\?next=/);
});

test("users are imported as the preview showed it", async ({ page }) => {
  await signIn(page);
  const known = await createPerson(page, "viewer", "Before");
  const fresh = `fresh-${Date.now()}@example.net`;
  const csv = `email,name,role\n${fresh},Fresh,auditor\n${known.email},After,viewer\nnobody,No Address,viewer\n`;
  await page.goto("/users/import");
  const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await expect(page.getByRole("heading", { name: "Nothing is written yet" })).toBeFocused();
  await expect(page.getByRole("table", { name: "New users" })).toContainText(fresh);
  await expect(page.getByRole("row").filter({ hasText: known.email })).toContainText("BeforeAfter");
  await expect(page.getByRole("table", { name: "Rejected records" })).toContainText("nobody");
  await page.getByRole("button", { name: "Create 1 user and change 1 user" }).click();
  await expect(page.getByRole("heading", { name: "The import is done" })).toBeFocused();
  const links = page.getByRole("table", { name: "Links to choose a password" });
  await expect(links.locator("tbody tr")).toHaveCount(1);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  expect((await download).suggestedFilename()).toBe("password-links.csv");
  await page.getByRole("link", { name: "Show the events of this import" }).click();
  await expect(page.getByText("3 events", { exact: true })).toBeVisible();
});

test("where a role requires two-step sign-in, its users set it up before anything else", async ({ page, browser }) => {
  await signIn(page);
  const person = await createPerson(page, "auditor");
  const own = await openAs(browser, person, "/hosts");
  const auditor = page.getByRole("checkbox", { name: "auditor" });
  const save = async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
  };
  await page.goto("/settings");
  await auditor.check();
  await save();

  // The page hears of it, and leads there by itself.
  await expect(own).toHaveURL("/account/two-step?next=%2Fhosts");
  await own.reload();
  await expect(places(own)).toHaveCount(0);
  await setUpTwoStep(own, person.password);
  await own.getByRole("button", { name: "I have kept them" }).click();
  await expect(own).toHaveURL("/hosts");
  await expect(own.getByRole("heading", { level: 1 })).toHaveText("Hosts");

  await auditor.uncheck();
  await save();
});
