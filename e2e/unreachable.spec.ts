import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "@playwright/test";

/** Runs the pages alone, with a server of which they know the address only. */
function startPages(port: number, serverUrl: string): ChildProcess {
  const settings = {
    NODE_ENV: "production",
    HOSTNAME: "127.0.0.1",
    PORT: String(port),
    SERVER_URL: serverUrl,
  } as const;
  return spawn(process.execPath, [".next/standalone/server.js"], { env: { ...process.env, ...settings } });
}

async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  return typeof address === "object" && address ? address.port : 0;
}

test("without their server, the pages say so and offer another try", async ({ page }) => {
  const port = await findFreePort();
  const pages = startPages(port, `http://127.0.0.1:${await findFreePort()}`);
  try {
    await expect(async () => {
      const response = await page.goto(`http://127.0.0.1:${port}/hosts`);
      expect(response?.status()).toBe(500);
    }).toPass();
    await expect(page.getByRole("heading", { name: "The server cannot be reached" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy request id" })).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "The server cannot be reached" })).toBeVisible();

    await page.goto(`http://127.0.0.1:${port}/login`);
    await page.getByLabel("E-mail address").fill("somebody@example.net");
    await page.getByLabel("Password", { exact: true }).fill("some password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached" })).toBeVisible();
  } finally {
    // At once: told to stop, they would first wait for the browser to let go of its connections.
    pages.kill("SIGKILL");
    await once(pages, "exit");
  }
});

test("pages whose settings cannot work do not start", async () => {
  const pages = startPages(await findFreePort(), "nonsense");
  let output = "";
  pages.stderr?.on("data", (chunk) => (output += chunk));
  const [code] = await once(pages, "close");
  expect(code).toBe(1);
  expect(output).toContain("SERVER_URL: Must be an http URL");
});
