import { once } from "node:events";
import { createServer } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { removeDesk, startDesk } from "./desk";
import { changeHost, getHost, newPrefix, registerHost } from "./hosts";
import { signIn } from "./sign-in";

async function openEdit(page: Page, id: string): Promise<void> {
  await page.goto(`/hosts/${id}`);
  // Before its program runs, a page does not hear clicks.
  await expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
  await page.getByRole("button", { name: "Edit" }).click();
  await expect(page.getByRole("textbox", { name: "Hostname" })).toBeFocused();
}

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();

test("two who edit different fields at the same time both keep what they typed", async ({ page, context }) => {
  await signIn(page);
  const { id } = await registerHost(page, newPrefix("merge"));
  const other = await context.newPage();
  await openEdit(page, id);
  await openEdit(other, id);
  await page.getByRole("textbox", { name: "Notes" }).fill("typed here");
  await other.getByRole("textbox", { name: "Owner" }).fill("typed there");
  await save(other);
  await expect(other.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Notes" })).toHaveValue("typed here");
  await save(page);
  await expect(page.getByText("Saved, together with what somebody else changed meanwhile")).toBeVisible();
  await expect(page.getByText("Changed by somebody else while you typed: owner.")).toBeVisible();
  expect(await getHost(page, id)).toMatchObject({ notes: "typed here", owner: "typed there" });
});

test("where both changed the same field, one chooses field by field", async ({ page }) => {
  await signIn(page);
  const { id } = await registerHost(page, newPrefix("merge"), { owner: "before", notes: "before" });
  await openEdit(page, id);
  await page.getByRole("textbox", { name: "Owner" }).fill("mine");
  await page.getByRole("textbox", { name: "Notes" }).fill("mine");
  await page.getByRole("textbox", { name: "Team" }).fill("mine alone");
  await changeHost(page, id, { owner: "theirs", notes: "theirs" });
  await save(page);
  await expect(page.getByRole("heading", { name: "Somebody else changed these fields while you typed" })).toBeFocused();
  await expect(page.getByText("Nothing is saved yet.")).toBeVisible();
  await page.getByRole("group", { name: "owner" }).getByRole("radio", { name: "Theirs" }).check();
  await page.getByRole("group", { name: "notes" }).getByRole("radio", { name: "Mine" }).check();
  await page.getByRole("button", { name: "Save what I chose" }).click();
  await expect(page.getByText(/^Saved/)).toBeVisible();
  expect(await getHost(page, id)).toMatchObject({ owner: "theirs", notes: "mine", team: "mine alone" });
});

test("what was typed is not left without a question", async ({ page }) => {
  await signIn(page);
  const { id, hostname } = await registerHost(page, newPrefix("leave"));
  await openEdit(page, id);
  await page.getByRole("textbox", { name: "Notes" }).fill("not saved yet");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("button", { name: "Stay here" }).click();
  await expect(page.getByRole("textbox", { name: "Notes" })).toHaveValue("not saved yet");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(hostname);
  expect((await getHost(page, id)).notes).toBeNull();
});

async function findFreePort(): Promise<string> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  return String(typeof address === "object" && address ? address.port : 0);
}

test("a desk that is killed while somebody types loses nothing of it", async ({ browser }) => {
  test.setTimeout(240_000);
  const environment = { PORT: await findFreePort() };
  const first = startDesk({ environment });
  const page = await browser.newPage({ baseURL: await first.ready() });
  await signIn(page);
  const { id } = await registerHost(page, newPrefix("killed"));
  await openEdit(page, id);
  await page.getByRole("textbox", { name: "Notes" }).fill("typed before");
  first.npm.kill("SIGKILL");
  await first.exited;
  await page.getByRole("textbox", { name: "Owner" }).fill("typed without a desk");
  await save(page);
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Notes" })).toHaveValue("typed before");

  const second = startDesk({ environment, dataDirectory: first.dataDirectory });
  try {
    await second.ready();
    await save(page);
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(await getHost(page, id)).toMatchObject({ notes: "typed before", owner: "typed without a desk" });
  } finally {
    await page.close();
    await removeDesk(second);
  }
});
