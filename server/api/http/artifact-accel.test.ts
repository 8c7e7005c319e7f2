import { randomBytes } from "node:crypto";
import { chmod } from "node:fs/promises";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { artifactsIn, openDirectory } from "@/server/test/blob-directory";
import { startNginx } from "@/server/test/nginx";
import { startServer } from "@/server/test/server";
import { uploaded } from "@/server/test/uploads";

it("behind nginx, nginx sends the bytes, whole and in parts, with all that the server says of them", async () => {
  await using directory = await openDirectory();
  // nginx drops its rights, and the folder of a test is nobody else's.
  await chmod(directory.root, 0o755);
  const artifacts = { ...artifactsIn(directory.store), isSentByNginx: true };
  await using server = await startServer({ artifacts });
  const port = Number(new URL(await server.app.listen({ host: "127.0.0.1", port: 0 })).port);
  const origin = await startNginx([port], directory.root);
  const bytes = randomBytes(500_000);
  const { id, sha256 } = await uploaded(server, "größe.bin", bytes);
  const cookie = await server.signedIn("operator");
  const get = async (headers: Record<string, string> = {}, path = `/api/v1/artifacts/${id}/content`) =>
    fetch(`${origin}${path}`, { headers: { ...cookie, ...headers } });
  await expect
    .poll(
      () =>
        get({}, "/healthz").then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200);

  const whole = await get();
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  expect(whole.headers.get("x-accel-redirect")).toBeNull();
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    etag: `"${sha256}"`,
    "content-length": "500000",
    "content-type": "application/octet-stream",
    "content-disposition": "attachment; filename=\"gro_e.bin\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.bin",
    "content-security-policy": expect.stringMatching(/^sandbox;/),
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  const part = await get({ range: "bytes=10-19" });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 10-19/500000"]);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
  const resumed = await get({ range: "bytes=10-19", "if-range": `"${sha256}"`, "if-match": `"${sha256}"` });
  expect([resumed.status, (await resumed.arrayBuffer()).byteLength]).toEqual([206, 10]);
  expect((await get({ "if-none-match": `"${sha256}"` })).status).toBe(304);
  // What is internal is nobody's to ask for.
  const place = directory.store.placeOf(Buffer.from(sha256, "hex"));
  expect((await get({}, `/_blobs/${place}`)).status).toBe(404);
  expect(
    (await server.db.select().from(auditEvents)).filter(({ action }) => action === "artifact.downloaded"),
  ).toHaveLength(1);
});
