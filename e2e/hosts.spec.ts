import { expect, type Page, test } from "@playwright/test";
import { admin } from "./desk";
import { type Host, hostRows, newPrefix, registerHosts } from "./hosts";
import { press, tabTo } from "./keyboard";
import { callApi } from "./people";
import { awaitDesk, signIn } from "./sign-in";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search hosts" });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const selected = (page: Page) => page.getByRole("region", { name: "Selected hosts" }).getByRole("status");

async function signInByKeyboard(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(admin.email);
  await tabTo(page, "Password");
  await page.keyboard.type(admin.password);
  await page.keyboard.press("Enter");
  await awaitDesk(page);
}

/** Goes to the list and finds hosts there; the keyboard is left in the search field. */
async function findByKeyboard(page: Page, text: string, count: number): Promise<void> {
  await press(page, "g h");
  await expect(heading(page, "Hosts")).toBeVisible();
  await press(page, "/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type(text);
  await expect(hostRows(page)).toHaveCount(count);
}

test.describe("by the keyboard alone", () => {
  test.describe.configure({ timeout: 120_000 });

  test("hosts are found, narrowed down, selected and changed together", async ({ page }) => {
    const prefix = newPrefix("kbd");
    await signInByKeyboard(page);
    await registerHosts(page, prefix, 3, { environment: "prod" });
    await registerHosts(page, `${prefix}-other`, 1);
    await findByKeyboard(page, prefix, 4);

    await tabTo(page, "Environment");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("checkbox", { name: "prod" })).toBeFocused();
    await page.keyboard.press("Space");
    await expect(page).toHaveURL(/[?&]environment=prod/);
    await page.keyboard.press("Escape");
    await expect(hostRows(page)).toHaveCount(3);

    await press(page, "j x j x");
    await expect(selected(page)).toHaveText("2 selected");
    await expect(page.getByRole("checkbox", { name: `Select ${prefix}-002` })).toBeChecked();
    await press(page, "k x");
    await expect(selected(page)).toHaveText("1 selected");
    await press(page, "x");
    await expect(selected(page)).toHaveText("2 selected");

    await tabTo(page, "Edit…");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Edit 2 hosts" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Status" })).toBeFocused();
    await page.keyboard.type("main");
    await tabTo(page, "Add tags");
    await page.keyboard.type("by-keyboard");
    await tabTo(page, "Change 2 hosts");
    await page.keyboard.press("Enter");
    await expect(page.getByText("2 hosts changed")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(hostRows(page).filter({ hasText: "by-keyboard" })).toHaveCount(2);
    await expect(hostRows(page).filter({ hasText: "maintenance" })).toHaveCount(2);
  });

  test("a host is registered, edited, retired, brought back and deleted", async ({ page }) => {
    const hostname = `${newPrefix("kbd")}-p001`;
    await signInByKeyboard(page);
    await press(page, "g h");
    await expect(heading(page, "Hosts")).toBeVisible();
    await press(page, "c");
    await expect(page.getByRole("textbox", { name: "Hostname" })).toBeFocused();
    await page.keyboard.type(hostname);
    await tabTo(page, "IP address");
    await page.keyboard.type(`fd00::${hostname.slice(4, 8)}:${hostname.slice(8, 12)}`);
    await tabTo(page, "Environment");
    await page.keyboard.type("prod");
    await tabTo(page, "Operating system");
    await page.keyboard.type("linux");
    await page.keyboard.press("Enter");
    await tabTo(page, "Register host");
    await page.keyboard.press("Enter");
    await expect(heading(page, hostname)).toBeVisible();

    await findByKeyboard(page, hostname, 1);
    await tabTo(page, hostname);
    await press(page, "e");
    await expect(page.getByRole("textbox", { name: "Hostname" })).toBeFocused();
    await tabTo(page, "Owner");
    await page.keyboard.type("f.garcía");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Edit" })).toBeFocused();

    await page.keyboard.press("Shift+Tab");
    await expect(page.getByRole("button", { name: "Retire…" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Reason")).toBeFocused();
    await page.keyboard.type("CHG-1");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Bring back…" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Reason")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Retire…" })).toBeFocused();

    await page.keyboard.press("Shift+Tab");
    await expect(page.getByRole("button", { name: "Delete…" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel(`Type ${hostname} to delete it`)).toBeFocused();
    await page.keyboard.type(hostname.slice(0, -1));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.type(hostname.slice(-1));
    await page.keyboard.press("Enter");
    await expect(heading(page, "Hosts")).toBeVisible();
    const { count } = await callApi<{ count: number }>(page, "GET", `/api/v1/hosts/count?q=${hostname}`);
    expect(count).toBe(0);
  });

  test("the palette opens a host, and j and k walk the list that one came from", async ({ page }) => {
    const prefix = newPrefix("kbd");
    await signInByKeyboard(page);
    const hosts = await registerHosts(page, prefix, 3);
    await press(page, "Control+k");
    await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
    await page.keyboard.type(`${prefix}-002`);
    await expect(page.getByRole("option", { name: `${prefix}-002` })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(heading(page, `${prefix}-002`)).toBeVisible();
    await expect(page).toHaveURL(`/hosts/${hosts[1]?.id}`);

    await findByKeyboard(page, prefix, 3);
    await tabTo(page, `${prefix}-001`);
    await page.keyboard.press("Enter");
    await expect(heading(page, `${prefix}-001`)).toBeVisible();
    await expect(page.getByRole("link", { name: `Next host, ${prefix}-002` })).toBeVisible();
    await press(page, "j");
    await expect(heading(page, `${prefix}-002`)).toBeVisible();
    await expect(page.getByRole("link", { name: `Previous host, ${prefix}-001` })).toBeVisible();
    await press(page, "k");
    await expect(heading(page, `${prefix}-001`)).toBeVisible();

    await press(page, "Control+k");
    await expect(page.getByRole("dialog").getByRole("group", { name: "Recently viewed" })).toContainText(prefix);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  });

  test("the shortcuts are listed, and single keys can be turned off", async ({ page }) => {
    await signInByKeyboard(page);
    await press(page, "g h");
    await expect(heading(page, "Hosts")).toBeVisible();
    const isOn = page.getByRole("checkbox", { name: "Shortcuts of single keys" });
    await press(page, "?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expect(isOn).toBeChecked();
    await expect(async () => {
      await page.keyboard.press("Tab");
      await expect(isOn).toBeFocused({ timeout: 100 });
    }).toPass();
    await page.keyboard.press("Space");
    await expect(isOn).not.toBeChecked();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();

    await press(page, "g d / ? c");
    await expect(search(page)).not.toBeFocused();
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page).toHaveURL("/hosts");

    await press(page, "Control+k");
    await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
    await page.keyboard.type("keyboard short");
    await expect(page.getByRole("dialog").getByRole("option").first()).toContainText("Keyboard shortcuts");
    await page.keyboard.press("Enter");
    await expect(isOn).not.toBeChecked();
    await isOn.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await press(page, "g d");
    await expect(heading(page, "Dashboard")).toBeVisible();
  });
});

test("what the list shows stands in the URL: it survives a reload and Back", async ({ page }) => {
  const prefix = newPrefix("url");
  await signIn(page);
  await registerHosts(page, prefix, 2, { environment: "stage", tags: ["in-url"] } satisfies Partial<Host>);
  await registerHosts(page, `${prefix}-dev`, 1);
  await search(page).fill(prefix);
  await expect(hostRows(page)).toHaveCount(3);
  const filters = page.getByRole("list", { name: "Filters" });
  await filters.getByRole("button", { name: "Environment" }).click();
  await page.getByRole("checkbox", { name: "stage" }).check();
  await page.keyboard.press("Escape");
  await expect(hostRows(page)).toHaveCount(2);
  await page.getByRole("columnheader", { name: "Hostname" }).getByRole("button").click();
  await expect(hostRows(page).first()).toContainText(`${prefix}-002`);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "FQDN" }).check();
  await page.getByRole("radio", { name: "comfortable" }).check();
  await page.keyboard.press("Escape");

  const expectList = async () => {
    await expect(search(page)).toHaveValue(prefix);
    await expect(filters).toContainText("Environment is stage");
    await expect(hostRows(page).first()).toContainText(`${prefix}-002`);
    await expect(hostRows(page)).toHaveCount(2);
    await expect(page.getByRole("columnheader", { name: "FQDN" })).toBeVisible();
  };
  await page.reload();
  await expectList();
  const url = page.url();
  await page.getByRole("link", { name: `${prefix}-002` }).click();
  await expect(heading(page, `${prefix}-002`)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(url);
  await expectList();
  await page.getByRole("link", { name: `${prefix}-002` }).click();
  await page.getByRole("main").getByRole("link", { name: "Hosts" }).click();
  await expectList();

  await page.getByRole("columnheader", { name: "Hostname" }).getByRole("button").click();
  await expect(hostRows(page).first()).toContainText(`${prefix}-001`);
  await page.goBack();
  await expect(page).toHaveURL(/sort=-hostname|environment=stage/);
});
