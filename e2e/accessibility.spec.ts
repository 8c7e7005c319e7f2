import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { sentAlert, tellAlerts } from "./alerts";
import { admin } from "./desk";
import { newPrefix } from "./hosts";
import { inEveryWidth, inspect, type Place } from "./inspect";
import { tabTo } from "./keyboard";
import { signIn } from "./sign-in";

test.describe.configure({ mode: "parallel" });

const axeAlerts = ["critical", "warning", "info", ""].map((severity) =>
  sentAlert({ alertname: "AxeTest", severity, hostname: "axe-d001" }, { summary: "What axe looks at" }),
);

const badCsv = "hostname,ip,os,environment\nbad host,10.9.9.9,linux,dev\naxe-d001,192.0.2.100,linux,dev\n";

const badUsersCsv = `email,name,role
somebody.with.a.rather.long.name@subsidiary.example.net,Somebody,viewer
${admin.email},The Administrator,admin
nobody,No Address,boss
`;

const chooseUsersCsv = async (page: Page) => {
  const file = { name: "axe.csv", mimeType: "text/csv", buffer: Buffer.from(badUsersCsv) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await expect(page.getByRole("heading", { name: "Nothing is written yet" })).toBeVisible();
};

const chooseHostsCsv = async (page: Page, text: string) => {
  const file = { name: "axe.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
  await page.getByLabel("CSV or NDJSON file").setInputFiles(file);
  await expect(page.getByRole("table", { name: "Rejected records" })).toBeVisible();
};

const openFirstUser = async (page: Page) => {
  await page.getByRole("link", { name: admin.email }).click();
  await expect(page.getByRole("list", { name: "Sessions", exact: true })).toBeVisible();
};

const beginTwoStep = async (page: Page) => {
  await page.getByRole("button", { name: "Set up…" }).click();
  await page.getByLabel("Your password").fill(admin.password);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: "QR code for an authenticator" })).toBeVisible();
};

const placesBeforeSignIn: Place[] = [
  { name: "sign-in after a password was set", path: "/login?notice=password-set" },
  { name: "set password, without a link", path: "/set-password" },
  { name: "set password", path: "/set-password#secret" },
  { name: "sign-in", path: "/login" },
  {
    name: "sign-in, refused",
    path: "/login",
    prepare: async (page) => {
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByText("Required.").first()).toBeVisible();
    },
  },
];

const places: Place[] = [
  { name: "import, preview", path: "/hosts/import", prepare: (page) => chooseHostsCsv(page, badCsv) },
  {
    name: "import, columns",
    path: "/hosts/import",
    prepare: async (page) => {
      const file = { name: "axe.csv", mimeType: "text/csv", buffer: Buffer.from("Name,Address\naxe,192.0.2.100\n") };
      await expect(page.getByRole("status", { name: "Live updates" })).toHaveText("Live");
      await page.getByLabel("CSV or NDJSON file").setInputFiles(file);
      await expect(page.getByRole("heading", { name: "Which columns are these?" })).toBeVisible();
    },
  },
  {
    name: "import, done",
    path: "/hosts/import",
    prepare: async (page) => {
      await chooseHostsCsv(
        page,
        `${badCsv}${newPrefix("axe")},fd00:96::${(Date.now() % 65_536).toString(16)},linux,dev\n`,
      );
      await page.getByRole("button", { name: /^Register / }).click();
      await expect(page.getByRole("heading", { name: "The import is done" })).toBeVisible();
    },
  },
  {
    name: "hosts, export",
    path: "/hosts",
    prepare: async (page) => {
      await page.getByRole("button", { name: "Export" }).click();
      await expect(page.getByRole("button", { name: "Export as CSV" })).toBeVisible();
    },
  },
  {
    name: "account menu",
    path: "/hosts",
    prepare: (page) => page.getByRole("button", { name: /^Account/ }).click(),
  },
  { name: "theme menu", path: "/hosts", prepare: (page) => page.getByRole("button", { name: "Theme" }).click() },
  { name: "import", path: "/hosts/import" },
  { name: "audit", path: "/audit-events" },
  {
    name: "audit, one event",
    path: "/audit-events?action=host.registered",
    prepare: async (page) => {
      await page
        .getByRole("button", { name: /^registered/ })
        .first()
        .click();
      await expect(page.getByRole("heading", { name: "Where it came from" })).toBeVisible();
    },
  },
  {
    name: "audit, a filter that finds",
    path: "/audit-events?action=host.registered&ip=127.0.0.1",
    prepare: async (page) => {
      const more = page.getByRole("button", { name: /^Filters/ });
      if (await more.isVisible()) await more.click();
      await page.getByRole("list", { name: "Filters" }).getByRole("button", { name: "Subject" }).click();
      await expect(page.getByLabel("Subject id")).toBeVisible();
    },
  },
  {
    name: "audit, exported",
    path: "/audit-events?action=user.created&q=example",
    prepare: async (page) => {
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("button", { name: "Export as NDJSON" }).click();
      await expect(page.getByText(/ saved as /)).toBeVisible();
    },
  },
  { name: "audit, none found", path: "/audit-events?batchId=01900000-0000-7000-8000-000000000000" },
  { name: "alerts, none found", path: "/alerts?q=nothing-is-called-so&severity=info" },
  {
    name: "alerts",
    path: "/alerts",
    prepare: async (page) => {
      await tellAlerts(page, axeAlerts);
      await page.reload();
    },
  },
  {
    name: "alert, being acknowledged",
    path: "/alerts?q=AxeTest",
    prepare: async (page) => {
      await page.getByRole("link", { name: "AxeTest" }).first().click();
      await page.getByRole("button", { name: "Acknowledge…" }).click();
      await expect(page.getByLabel("Note")).toBeVisible();
    },
  },
  { name: "dashboard, with alerts", path: "/dashboard" },
  { name: "password", path: "/password" },
  { name: "users", path: "/users" },
  { name: "users, none found", path: "/users?q=nobody-is-called-so&role=auditor&status=deactivated" },
  { name: "create user", path: "/users/new" },
  {
    name: "create user, refused",
    path: "/users/new",
    prepare: async (page) => {
      await page.getByRole("button", { name: "Create user" }).click();
      await expect(page.getByText("Required.").first()).toBeVisible();
    },
  },
  {
    name: "create user, done",
    path: "/users/new",
    prepare: async (page) => {
      await page.getByLabel("E-mail address").fill(`axe-${randomUUID()}@example.net`);
      await page.getByRole("textbox", { name: "Name" }).fill("Axe");
      await page.getByRole("button", { name: "Create user" }).click();
      await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
    },
  },
  { name: "user", path: `/users?q=${admin.email}`, prepare: openFirstUser },
  {
    name: "user, asked before it is deactivated",
    path: `/users?q=${admin.email}`,
    prepare: async (page) => {
      await openFirstUser(page);
      await page.getByRole("button", { name: "Deactivate…" }).click();
    },
  },
  { name: "import users", path: "/users/import" },
  { name: "import users, preview", path: "/users/import", prepare: chooseUsersCsv },
  { name: "sessions", path: "/account/sessions" },
  { name: "API tokens", path: "/account/api-tokens" },
  { name: "new API token", path: "/account/api-tokens/new" },
  {
    name: "new API token, done",
    path: "/account/api-tokens/new",
    prepare: async (page) => {
      await page.getByRole("textbox", { name: "Name" }).fill("axe");
      await page.getByLabel("audit-events:read").check();
      await page.getByRole("button", { name: "Make token" }).click();
      await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();
    },
  },
  { name: "API tokens, one", path: "/account/api-tokens" },
  { name: "two-step sign-in", path: "/account/two-step" },
  { name: "two-step sign-in, being set up", path: "/account/two-step", prepare: beginTwoStep },
  { name: "settings", path: "/settings" },
  { name: "not found", path: "/nowhere" },
];

inEveryWidth("every page is accessible", async (page) => {
  for (const place of placesBeforeSignIn) await test.step(place.name, () => inspect(page, place));
  await signIn(page);
  for (const place of places) await test.step(place.name, () => inspect(page, place));
});

test("the keyboard alone signs in, searches and opens a host", async ({ page }) => {
  await page.goto("/hosts/new");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(admin.email);
  await tabTo(page, "Password");
  await page.keyboard.type(admin.password);
  await page.keyboard.press("Enter");

  await expect(page.getByLabel("Hostname")).toBeFocused();
  await page.keyboard.type("keyboard-d001");
  await tabTo(page, "IP address");
  await page.keyboard.type("192.0.2.101");
  await tabTo(page, "Environment");
  await page.keyboard.type("dev");
  await tabTo(page, "Operating system");
  await page.keyboard.type("linux");
  await tabTo(page, "Register host");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("keyboard-d001");

  await page.goto("/hosts");
  await tabTo(page, "Skip to content");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("keyboard-d001");
  await expect(page.getByRole("status").filter({ hasText: /^1 of [\d,]+$/ })).toBeVisible();
  await tabTo(page, "keyboard-d001");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("keyboard-d001");
});
