import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { startServer } from "@/server/test/server";

const scrape = async (metricsApp: Awaited<ReturnType<typeof startServer>>["metricsApp"]) =>
  (await metricsApp.inject("/metrics")).body;
const seriesCount = (text: string) => text.split("\n").filter((line) => line && !line.startsWith("#")).length;

it("R-MET-1 promtool finds nothing to say about the metrics", async () => {
  await using server = await startServer();
  await server.send("nobody", "GET", "/healthz");
  const { status, stdout, stderr, error } = spawnSync("promtool", ["check", "metrics"], {
    input: await scrape(server.metricsApp),
    encoding: "utf8",
  });
  expect({ status, stdout, stderr, error }).toEqual({ status: 0, stdout: "", stderr: "", error: undefined });
});

it("R-MET-2 what a scanner asks for makes no series of its own", async () => {
  await using server = await startServer();
  const ask = (path: string) =>
    server.app.inject({ method: "GET", url: path, headers: { host: `${path.length}.example` } });
  await ask("/api/scanned");
  const before = seriesCount(await scrape(server.metricsApp));
  for (let asked = 0; asked < 500; asked++) await ask(`/api/${asked}/${"x".repeat(asked % 50)}?${asked}`);
  expect(seriesCount(await scrape(server.metricsApp)) - before).toBe(0);
});
