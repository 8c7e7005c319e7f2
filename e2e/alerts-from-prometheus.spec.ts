import { once } from "node:events";
import { createServer } from "node:net";
import { type Browser, expect, test } from "@playwright/test";
import { type Desk, removeDesk, startDesk } from "./desk";
import { registerHost } from "./hosts";
import { callApi } from "./people";
import { listDescendants } from "./process-tree";
import { startMonitoring } from "./prometheus";
import { signIn } from "./sign-in";

test.describe.configure({ timeout: 240_000 });

async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** Kills the server of a desk, which stops the rest of it. */
async function killServer(desk: Desk): Promise<void> {
  const server = listDescendants(desk.npm.pid ?? 0).find(({ commandLine }) => commandLine.includes("dist/main.js"));
  if (!server) throw new Error("The desk has no server.");
  process.kill(server.pid, "SIGKILL");
  await desk.exited;
}

/** A page of the first admin of a desk, on its alerts. */
async function openAlerts(browser: Browser, url: string) {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await signIn(page, "/alerts?q=OpsDeskTargetDown");
  return page;
}

test("a server that is killed fires on the page of alerts, and is resolved when it is back", async ({ browser }) => {
  const port = await findFreePort();
  const watching = startDesk();
  const environment = { METRICS_PORT: String(port) };
  let watched = startDesk({ environment });
  let stopMonitoring = async () => {};
  try {
    const url = await watching.ready();
    await watched.ready();
    const page = await openAlerts(browser, url);
    const host = await registerHost(page, "watched-1");
    const token = { name: "Alertmanager", role: "operator", scopes: ["alerts:write"] };
    const made = await callApi<{ token: string }>(page, "POST", "/api/v1/api-tokens", token);
    const ports = { server: port, prometheus: await findFreePort(), alertmanager: await findFreePort() };
    const hookUrl = `${url}/api/v1/hooks/alertmanager`;
    stopMonitoring = startMonitoring({ ports, hostname: host.hostname, hookUrl, token: made.token });
    const isUp = `http://127.0.0.1:${ports.prometheus}/api/v1/query?query=up{job="opsdesk-api"}==1`;
    await expect(async () => expect(await (await fetch(isUp)).text()).toContain(`127.0.0.1:${port}`)).toPass();

    await killServer(watched);
    const row = page.getByRole("table", { name: "Alerts" }).getByRole("row").filter({ hasText: host.hostname });
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText("firing", { ignoreCase: true, timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await row.getByRole("link", { name: "OpsDeskTargetDown" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("OpsDeskTargetDown");
    const runbook = `http://127.0.0.1:${ports.prometheus}/user/OpsDeskTargetDown.md`;
    await expect(page.getByRole("link", { name: runbook }).first()).toBeVisible();

    watched = startDesk({ dataDirectory: watched.dataDirectory, environment });
    await watched.ready();
    await expect(page.getByRole("main")).toContainText("resolved", { ignoreCase: true, timeout: 60_000 });
    await page.context().close();
  } finally {
    await stopMonitoring();
    await removeDesk(watched);
    await removeDesk(watching);
  }
});
