import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { renderEdge } from "./render";
import { renderTemporarily, type StartOptions, spawnNginx } from "./start";
import { selfSignedCertificate } from "./test-certificate";

let folder: string;
let tls: { certificate: string; key: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
  tls = { certificate: join(folder, "desk.crt"), key: join(folder, "desk.key") };
  const pem = selfSignedCertificate("desk.test");
  await writeFile(tls.certificate, pem.certificate);
  await writeFile(tls.key, pem.key);
});
afterAll(() => rm(folder, { recursive: true }));

const upstreams = { servers: ["127.0.0.1:3000"], pages: ["127.0.0.1:3001"] };

/** What `nginx -t` says of the configuration. */
async function tested(options: StartOptions): Promise<{ code: number | null; said: string }> {
  const rendered = await renderTemporarily(options);
  try {
    const child = spawnNginx(rendered.folder, "-t");
    const said = text(child.stderr);
    const [code] = (await once(child, "exit")) as [number | null];
    return { code, said: await said };
  } finally {
    await rendered.remove();
  }
}

describe("the rendered configuration", () => {
  it("is one that nginx takes without a warning, without TLS", async () => {
    const { code, said } = await tested(upstreams);
    expect([code, said.match(/\[(warn|error|alert|emerg)\].*/g)]).toEqual([0, null]);
  });

  it("is one that nginx takes without a warning, with all that can be chosen", async () => {
    const { code, said } = await tested({
      servers: ["10.0.0.11:3000", "10.0.0.12:3000", "[fd00::13]:3000"],
      pages: ["10.0.0.11:3001", "10.0.0.12:3001"],
      names: ["desk.test", "desk.example.net"],
      tls,
      httpListen: ["8080", "[::]:8080"],
      httpsListen: ["[::]:8443", "127.0.0.1:8443"],
      insideListen: "127.0.0.1:3080",
      trustedFronts: ["10.0.0.0/8", "fd00::/8", "192.0.2.1"],
      store: folder,
      acme: folder,
      maxImportMegabytes: 200,
      maxArtifactMegabytes: 1_000,
      workerConnections: 1_024,
    });
    expect([code, said.match(/\[(warn|error|alert|emerg)\].*/g)]).toEqual([0, null]);
  });

  it("says the numbers of the product", async () => {
    const files = await renderEdge({ ...upstreams, folder: "/etc/nginx/opsdesk" });
    expect(files["limits.conf"]).toContain(`zone=api:10m rate=${numbers.edge.api.perSecond}r/s;`);
    expect(files["limits.conf"]).toContain(`zone=sign_in:10m rate=${numbers.edge.signIn.perMinute}r/m;`);
    expect(files["upstreams.conf"]).toContain("server 127.0.0.1:3000 max_fails=1 fail_timeout=3s;");
    expect(files["desk.conf"]).toContain(`client_max_body_size ${numbers.requests.jsonBodyBytes};`);
    expect(files["desk.conf"]).toContain(`client_max_body_size ${numbers.imports.maxSizeMegabytes}m;`);
    expect(Object.values(files).join("")).not.toMatch(/\{\{|undefined|NaN|non_idempotent;/);
  });

  it.each([
    { servers: [] },
    { servers: ["127.0.0.1"] },
    { servers: ["127.0.0.1:3000; include /etc/passwd"] },
    { names: ["desk.test; return 200"] },
    { names: ["$host"] },
    { store: "/srv/a b" },
    { store: "srv" },
    { store: '/srv/"; }' },
    { httpListen: ["80 proxy_protocol"] },
    { trustedFronts: ["everybody"] },
    { workerConnections: 0 },
    { tls: { certificate: "/a.crt", key: "/a.key" } },
  ])("is not made from %j", async (options) => {
    await expect(renderEdge({ ...upstreams, folder: "/etc/nginx/opsdesk", ...options })).rejects.toThrow(
      /Must|May|Name|say|Too small/,
    );
  });
});
