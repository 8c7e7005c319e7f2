import type { Page } from "@playwright/test";
import type { Team } from "./people";
import { heroName } from "./story";

/** A picture of a page: who looks at it, and what is done on it before. */
export interface Picture {
  name: string;
  path: string;
  /** Nobody is signed in where it is absent. */
  by?: keyof Team;
  prepare?: (page: Page) => Promise<unknown>;
  /** Whether there is one of a phone too. */
  isOnPhone?: boolean;
}

const rejectsCsv = `hostname,ip,os,environment,team,criticality
web-nrt-p041,10.112.9.41,linux,prod,platform,high
web-nrt-p042,10.112.9.42,linux,prod,platform,high
web_nrt_p043,10.112.9.43,linux,prod,platform,high
web-nrt-p044,10.112.9.444,linux,prod,platform,high
web-nrt-p045,10.112.9.45,linux,production,platform,urgent
web-nrt-p041,10.112.9.46,linux,prod,platform,high
web-nrt-p047,10.4.17.21,linux,prod,platform,high
`;

const openHero = async (page: Page) => {
  await page.getByRole("link", { name: heroName }).click();
  await page.getByRole("heading", { level: 1, name: heroName }).waitFor();
};

const selectRows = async (page: Page) => {
  const rows = page.getByRole("table", { name: "Hosts" }).locator("tbody tr");
  for (const key of ["j", "j", "j", "x", "j", "x", "j", "j", "x"]) await page.keyboard.press(key);
  await rows.nth(6).waitFor();
};

const hero = { path: `/hosts?q=${heroName}`, by: "garcia" } as const;
const narrowed = "/hosts?environment=prod&criticality=critical,high&team=data&sort=criticality";

/** Every page of the desk, and what opens on it. */
export const pictures: readonly Picture[] = [
  { name: "sign-in", path: "/login" },
  { name: "dashboard", path: "/dashboard", by: "lindqvist", isOnPhone: true },
  { name: "hosts", path: "/hosts?sort=-updatedAt", by: "lindqvist", isOnPhone: true },
  { name: "hosts-selected", path: narrowed, by: "garcia", prepare: selectRows, isOnPhone: true },
  {
    name: "hosts-filter",
    path: narrowed,
    by: "garcia",
    prepare: (page) =>
      page
        .getByRole("list", { name: "Filters" })
        .getByRole("button", { name: /^Criticality/ })
        .click(),
  },
  {
    name: "hosts-bulk-edit",
    path: narrowed,
    by: "garcia",
    prepare: async (page) => {
      await selectRows(page);
      await page.getByRole("button", { name: "Edit…" }).click();
      await page.getByRole("combobox", { name: "Criticality" }).selectOption("critical");
      await page.getByRole("textbox", { name: "Add tags" }).fill("pci");
      await page.getByRole("textbox", { name: "Reason" }).fill("CHG-2310");
    },
  },
  { ...hero, name: "host", prepare: openHero, isOnPhone: true },
  {
    ...hero,
    name: "host-edit",
    prepare: async (page) => {
      await openHero(page);
      await page.keyboard.press("e");
      await page.getByRole("textbox", { name: "Owner" }).fill("s.iyer");
    },
  },
  {
    ...hero,
    name: "host-delete",
    prepare: async (page) => {
      await openHero(page);
      await page.getByRole("button", { name: "Delete…" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "alerts", path: "/alerts", by: "garcia", isOnPhone: true },
  {
    name: "alert",
    path: "/alerts?severity=critical",
    by: "garcia",
    prepare: async (page) => {
      await page.getByRole("link", { name: "PostgresReplicationLag" }).click();
      await page.getByRole("heading", { level: 1, name: "PostgresReplicationLag" }).waitFor();
    },
  },
  { name: "register", path: "/hosts/new", by: "nowak" },
  { name: "import", path: "/hosts/import", by: "nowak" },
  { name: "audit-events", path: "/audit-events", by: "rossi", isOnPhone: true },
  {
    name: "audit-event",
    path: "/audit-events?action=host.updated",
    by: "rossi",
    prepare: (page) =>
      page
        .getByRole("button", { name: new RegExp(heroName) })
        .first()
        .click(),
  },
  { name: "users", path: "/users", by: "lindqvist" },
  {
    name: "user",
    path: "/users?q=garcia",
    by: "lindqvist",
    prepare: async (page) => {
      await page.getByRole("link", { name: "f.garcia@example.net" }).click();
      await page.getByRole("list", { name: "Sessions", exact: true }).waitFor();
    },
  },
  { name: "sessions", path: "/account/sessions", by: "lindqvist" },
  { name: "api-tokens", path: "/account/api-tokens", by: "lindqvist" },
  { name: "two-step", path: "/account/two-step", by: "haddad" },
  { name: "password", path: "/password", by: "haddad" },
  { name: "settings", path: "/settings", by: "lindqvist" },
  {
    name: "palette",
    path: "/hosts",
    by: "nowak",
    prepare: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").fill("db-fra");
      await page
        .getByRole("option", { name: /^db-fra/ })
        .first()
        .waitFor();
    },
  },
  {
    name: "shortcuts",
    path: "/hosts",
    by: "nowak",
    prepare: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
  // What it writes is in no other picture.
  {
    name: "import-result",
    path: "/hosts/import",
    by: "nowak",
    prepare: async (page) => {
      const file = { name: "nrt.csv", mimeType: "text/csv", buffer: Buffer.from(rejectsCsv) };
      await page.getByLabel("CSV or NDJSON file").setInputFiles(file);
      await page.getByRole("button", { name: /^Register / }).click();
      await page.getByRole("heading", { name: "The import is done" }).waitFor();
    },
  },
];
