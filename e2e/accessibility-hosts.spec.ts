import { expect, type Page, test } from "@playwright/test";
import { changeHost, hostRows, newPrefix, registerHosts } from "./hosts";
import { inEveryWidth, inspect, type Place } from "./inspect";
import { press } from "./keyboard";
import { signIn } from "./sign-in";

test.describe.configure({ mode: "parallel" });

const isAlive = (page: Page) => expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
const dialog = (page: Page) => page.getByRole("dialog");

/** Opens one of the filters, which a phone keeps behind a button. */
async function openFilter(page: Page, name: string): Promise<void> {
  await isAlive(page);
  const more = page.getByRole("button", { name: /^Filters/ });
  if (await more.isVisible()) await more.click();
  await page.getByRole("list", { name: "Filters" }).getByRole("button", { name }).click();
  await expect(page.getByRole("region", { name })).toBeVisible();
}

async function selectAll(page: Page): Promise<void> {
  await isAlive(page);
  for (const box of await hostRows(page).getByRole("checkbox").all()) await box.check();
  await expect(page.getByText(/^\d selected$/)).toBeVisible();
}

async function openPalette(page: Page, text: string): Promise<void> {
  await isAlive(page);
  await press(page, "Control+k");
  await dialog(page).getByRole("combobox").fill(text);
}

const open = (button: string) => async (page: Page) => {
  await isAlive(page);
  await page.getByRole("button", { name: button }).click();
  await expect(dialog(page)).toBeVisible();
};

async function beginEdit(page: Page): Promise<void> {
  await isAlive(page);
  await expect(page.getByRole("textbox", { name: "Hostname" })).toBeFocused();
}

/** The places of hosts, where there are two of them with a prefix, of prod. */
const placesOf = (prefix: string, id: string): Place[] => [
  { name: "dashboard", path: "/dashboard" },
  { name: "hosts", path: "/hosts" },
  { name: "hosts, none found", path: "/hosts?q=nothing-is-called-so" },
  { name: "hosts, lost", path: "/hosts?cursor=nonsense" },
  {
    name: "hosts, all filters and columns",
    path:
      "/hosts?environment=prod,stage&criticality=critical&os=linux&status=active&team=data&owner=x&tag=a,b&cidr=10.0.0.0%2F8" +
      "&registeredSince=2026-01-01T00:00:00Z&staleSince=2026-01-01T00:00:00Z&density=comfortable",
  },
  {
    name: "hosts, every column",
    path: `/hosts?q=${prefix}&columns=hostname,fqdn,ip,environment,criticality,os,team,owner,tags,status,connection,lastSeen,registered,changed`,
  },
  ...["Environment", "Team", "Tag", "IP range"].map((name) => ({
    name: `hosts, filter ${name}`,
    path: `/hosts?q=${prefix}`,
    prepare: (page: Page) => openFilter(page, name),
  })),
  {
    name: "hosts, columns",
    path: "/hosts",
    prepare: async (page) => {
      await isAlive(page);
      await page.getByRole("button", { name: "Columns" }).click();
      await expect(page.getByRole("checkbox", { name: "FQDN" })).toBeVisible();
    },
  },
  { name: "hosts, selected", path: `/hosts?q=${prefix}`, prepare: selectAll },
  {
    name: "hosts, changed together",
    path: `/hosts?q=${prefix}`,
    prepare: async (page) => {
      await selectAll(page);
      await page.getByRole("button", { name: "Edit…" }).click();
      await page.getByRole("combobox", { name: "Criticality" }).selectOption("low");
      await expect(page.getByRole("button", { name: "Change 2 hosts" })).toBeEnabled();
    },
  },
  {
    name: "hosts, retired together",
    path: `/hosts?q=${prefix}`,
    prepare: async (page) => {
      await selectAll(page);
      await page.getByRole("button", { name: "Retire…" }).click();
      await expect(page.getByRole("button", { name: "Retire 2 hosts" })).toBeEnabled();
    },
  },
  {
    name: "host",
    path: `/hosts/${id}`,
    prepare: (page) => expect(page.getByRole("heading", { level: 1 })).toHaveText(`${prefix}-001`),
  },
  { name: "host, edited", path: `/hosts/${id}?edit=1`, prepare: beginEdit },
  {
    name: "host, refused",
    path: `/hosts/${id}?edit=1`,
    prepare: async (page) => {
      await beginEdit(page);
      await page.getByRole("textbox", { name: "Hostname" }).fill("not a name");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByRole("textbox", { name: "Hostname" })).toHaveAccessibleDescription(/^Use a-z/);
    },
  },
  {
    name: "host, changed by both",
    path: `/hosts/${id}?edit=1`,
    prepare: async (page) => {
      await beginEdit(page);
      await page.getByRole("textbox", { name: "Notes" }).fill("mine");
      await changeHost(page, id, { notes: `theirs ${newPrefix("note")}` });
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByRole("button", { name: "Save what I chose" })).toBeVisible();
    },
  },
  {
    name: "host, left without saving",
    path: `/hosts/${id}?edit=1`,
    prepare: async (page) => {
      await beginEdit(page);
      await page.getByRole("textbox", { name: "Notes" }).fill("not saved");
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Leave without saving" }).click();
      await isAlive(page);
    },
  },
  { name: "host, asked before it is retired", path: `/hosts/${id}`, prepare: open("Retire…") },
  { name: "host, asked before it is deleted", path: `/hosts/${id}`, prepare: open("Delete…") },
  { name: "no such host", path: "/hosts/01900000-0000-7000-8000-000000000000" },
  { name: "register", path: "/hosts/new" },
  {
    name: "register, refused",
    path: "/hosts/new",
    prepare: async (page) => {
      await isAlive(page);
      await page.getByRole("button", { name: "Register host" }).click();
      await expect(page.getByText("Required.").first()).toBeVisible();
    },
  },
  {
    name: "palette",
    path: `/hosts/${id}`,
    prepare: async (page) => {
      await openPalette(page, "");
      await expect(dialog(page).getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "palette, hosts",
    path: "/dashboard",
    prepare: async (page) => {
      await openPalette(page, prefix);
      await expect(dialog(page).getByRole("option")).toHaveCount(2);
    },
  },
  { name: "palette, nothing", path: "/dashboard", prepare: (page) => openPalette(page, "nothing is called so") },
  {
    name: "shortcuts",
    path: "/dashboard",
    prepare: async (page) => {
      await isAlive(page);
      await press(page, "?");
      await expect(dialog(page)).toBeVisible();
    },
  },
];

inEveryWidth("every page of hosts is accessible", async (page) => {
  await signIn(page);
  const prefix = newPrefix("axe");
  const fields = {
    environment: "prod",
    tags: ["one", "two", "three"],
    owner: "somebody-with-a-long-name",
    notes: "A note",
  };
  const [host] = await registerHosts(page, prefix, 2, fields);
  for (const place of placesOf(prefix, host?.id ?? "")) await test.step(place.name, () => inspect(page, place));
});
