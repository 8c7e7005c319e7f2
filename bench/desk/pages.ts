import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { webEnvironment } from "@/scripts/launch/environments";
import { localUrl, readLaunchSettings } from "@/scripts/launch/settings";
import { admin, type BenchDatabase } from "./database";
import { startProgram } from "./program";
import type { BenchServer } from "./server";

/** Runs the built pages behind a server, with the environment that `npm start` gives them, until they are disposed of. */
export async function startPages(
  { dataDirectory }: BenchDatabase,
  { addresses }: BenchServer,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  return startProgram({
    nodeArguments: [".next/standalone/server.js"],
    environment: webEnvironment("production", readLaunchSettings({ NODE_ENV: "production" }), addresses),
    logFile: join(dataDirectory, "web.log"),
    readyUrl: `${localUrl("127.0.0.1", addresses.webPort)}/login`,
    signal,
  });
}

/** The Chromium that the browser tests use. */
export async function startBrowser(): Promise<Browser & AsyncDisposable> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
}

/** Signs the first admin in, and forgets what the browser has kept of the pages meanwhile. */
export async function signInBrowser(context: BrowserContext, { url }: BenchServer): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/login?next=%2Faccount`);
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((now) => !now.pathname.startsWith("/login"));
  const devTools = await context.newCDPSession(page);
  await devTools.send("Network.clearBrowserCache");
  await page.close();
}
