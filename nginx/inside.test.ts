import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { freePort } from "@/server/test/processes";
import { startUpstream } from "./recording-upstream";
import { startPlainEdge, startSecureEdge } from "./test-edge";

describe("the way from the pages to the servers", () => {
  it("keeps what the pages say of whom they ask for, has no limits, and leads nowhere else", async () => {
    await using servers = await startUpstream();
    const insideListen = `127.0.0.1:${await freePort()}`;
    await using _edge = await startPlainEdge({ servers: [servers.address], pages: ["127.0.0.1:1"], insideListen });
    const told = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "x-request-id": "of-the-page" };
    const asked = Array.from({ length: 50 }, () =>
      fetch(`http://${insideListen}/api/trpc/hosts.list`, { headers: told }),
    );
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(servers.requests[0]!.headers).toMatchObject({ ...told, host: insideListen });
    for (const path of ["/", "/metrics", "/healthz", "/_blobs/a", "/_errors/a"]) {
      expect((await fetch(`http://${insideListen}${path}`)).status).toBe(404);
    }
    expect(servers.requests).toHaveLength(50);
  });
});

describe("the proofs of ACME", () => {
  it("are handed out by plain http, and nothing beside them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
    try {
      await chmod(folder, 0o755);
      await mkdir(join(folder, ".well-known/acme-challenge"), { recursive: true });
      await writeFile(join(folder, ".well-known/acme-challenge/token"), "proof");
      await writeFile(join(folder, "secret"), "secret");
      const upstreams = { servers: ["127.0.0.1:1"], pages: ["127.0.0.1:1"] };
      await using edge = await startSecureEdge({ ...upstreams, acme: folder }, folder);
      const get = (path: string) => fetch(`http://127.0.0.1:${edge.httpPort}${path}`, { redirect: "manual" });
      const proof = await get("/.well-known/acme-challenge/token");
      expect([proof.status, await proof.text()]).toEqual([200, "proof"]);
      expect((await get("/secret")).status).toBe(308);
      expect((await get("/.well-known/acme-challenge/..%2f..%2fsecret")).status).toBe(308);
      expect((await get("/.well-known/acme-challenge/none")).status).toBe(404);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("npm run nginx", () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/nginx.ts", ...args]).catch(
      (error: unknown) => error as { stdout: string; code: number },
    );

  it("writes a configuration, or says what is missing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
    try {
      const upstreams = ["--server", "127.0.0.1:3000", "--page", "127.0.0.1:3001"];
      const places = ["--pid-file", join(folder, "pid"), "--access-log", join(folder, "log"), "--temp-folder", folder];
      const written = await run("--out", join(folder, "out"), ...upstreams, ...places, "--error-log", "stderr");
      expect(written.stdout).toContain("Try it with: nginx -t -c");
      await promisify(execFile)("/usr/sbin/nginx", ["-t", "-e", "stderr", "-c", join(folder, "out/nginx.conf")]);
      const refused = await run("--out", join(folder, "none"), "--server", "nowhere", "--certificate", "/a");
      expect([refused, refused.stdout]).toMatchObject([{ code: 1 }, expect.stringContaining("or neither")]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
