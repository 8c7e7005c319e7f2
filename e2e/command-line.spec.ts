import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { removeDesk, startDesk } from "./desk";

test.describe.configure({ timeout: 120_000 });

type Ended = { exitCode: number; output: string; errors: string };

/** Runs `npm run opsdesk` over a data directory, as a person at the terminal of a desk does. */
function opsdesk(dataDirectory: string, ...words: string[]): Promise<Ended> {
  const unset = { DATABASE_URL: "", DATABASE_OWNER_URL: "", PORT: "" };
  const env = { ...process.env, ...unset, DATA_DIR: dataDirectory, PUBLIC_URL: "https://desk.example.net" };
  return new Promise((resolve) => {
    execFile("npm", ["run", "--silent", "opsdesk", "--", ...words], { env }, (error, output, errors) => {
      resolve({ exitCode: error ? Number(error.code) : 0, output, errors });
    });
  });
}

/** Posts as a page of the desk does. */
const post = (url: string, path: string, body: object) =>
  fetch(`${url}${path}`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("whoever is locked out makes a new admin while the desk runs, and resets the password while it does not", async () => {
  const desk = startDesk();
  try {
    let url = await desk.ready();
    const created = await opsdesk(
      desk.dataDirectory,
      "users",
      "create",
      "amy@example.net",
      "--name",
      "Amy",
      "--role",
      "admin",
    );
    expect(created).toMatchObject({ exitCode: 0, errors: "" });
    const secret = /^https:\/\/desk\.example\.net\/set-password#(.+)$/m.exec(created.output)?.[1];
    expect((await post(url, "/api/auth/reset", { secret, newPassword: "a password of my own" })).status).toBe(204);
    desk.npm.kill("SIGTERM");
    expect(await desk.exited).toBe(0);

    const reset = await opsdesk(desk.dataDirectory, "users", "reset-password", "amy@example.net", "--json");
    expect(reset).toMatchObject({ exitCode: 0, errors: "" });
    const { link } = JSON.parse(reset.output) as { link: { url: string } };
    const listed = await opsdesk(desk.dataDirectory, "users", "list", "--status", "active");
    expect(listed.output).toMatch(/^amy@example\.net +Amy +admin +active/m);

    const again = startDesk({ dataDirectory: desk.dataDirectory });
    try {
      url = await again.ready();
      const [, fragment] = link.url.split("#");
      const set = await post(url, "/api/auth/reset", { secret: fragment, newPassword: "another password of mine" });
      expect(set.status).toBe(204);
      const signedIn = { email: "amy@example.net", password: "another password of mine" };
      expect((await post(url, "/api/auth/login", signedIn)).status).toBe(200);
    } finally {
      again.npm.kill("SIGTERM");
      await again.exited;
    }
  } finally {
    await removeDesk(desk);
  }
});

test("a command that cannot be done says why in one line", async () => {
  const empty = mkdtempSync(join(tmpdir(), "opsdesk-empty-"));
  const ended = await opsdesk(empty, "users", "list");
  expect(ended).toMatchObject({ exitCode: 1, output: "" });
  expect(ended.errors).toMatch(/^error: There is no database in .*\n$/);
  expect((await opsdesk(empty, "users", "--help")).output).toContain("reset-password");
  rmSync(empty, { recursive: true });
});
