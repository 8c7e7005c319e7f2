import { expect, it } from "vitest";
import { startServer, type TestServer } from "@/server/test/server";

const scrape = async ({ metricsApp }: TestServer) => (await metricsApp.inject("/metrics")).body;
/** The values of what is counted, as one scrape tells them. */
const valuesOf = async (server: TestServer, ...series: string[]) => {
  const text = await scrape(server);
  return series.map((each) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`opsdesk_${each} `))
        ?.split(" ")[1],
    ),
  );
};
const host = (octet: number) => ({ hostname: `web-${octet}`, ip: `10.0.0.${octet}`, os: "linux", environment: "prod" });

it("tells sign-ins by their outcome, and what was refused to whom lacks a permission", async () => {
  await using server = await startServer();
  const signIn = (body: object) => server.send("nobody", "POST", "/api/auth/login", { body });
  await server.signedIn("viewer");
  await signIn({ email: "nobody@example.net", password: "wrong" });
  await server.send("nobody", "POST", "/api/v1/auth/token", { body: { email: "a@example.net", password: "wrong" } });
  await signIn({ email: "no body" });
  const outcomes = ["succeeded", "failed", "refused"].map((outcome) => `sign_ins_total{outcome="${outcome}"}`);
  expect(await valuesOf(server, ...outcomes)).toEqual([1, 2, 0]);
  for (let failed = 0; failed < 10; failed++) await signIn({ email: `${failed}@example.net`, password: "wrong" });
  expect(await valuesOf(server, ...outcomes, 'rate_limited_total{limit="sign-in"}')).toEqual([1, 10, 2, 2]);
  for (const body of [host(1), host(2)]) await server.send("viewer", "POST", "/api/v1/hosts", { body });
  expect(await valuesOf(server, 'refusals_total{permission="hosts.write"}')).toEqual([2]);
});

it("tells audit events by noun once they are committed, and rows of imports by what became of them", async () => {
  await using server = await startServer();
  const events = ["host", "hosts", "user"].map((noun) => `audit_events_total{noun="${noun}"}`);
  await server.send("admin", "POST", "/api/v1/hosts", { body: host(1) });
  await server.send("admin", "POST", "/api/v1/hosts", { body: host(1) });
  expect(await valuesOf(server, ...events)).toEqual([1, 0, 1]);
  const csv = "hostname,ip,os,environment\nweb-1,10.0.0.9,linux,prod\nweb-2,10.0.0.2,linux,prod\nweb-3,no,linux,prod\n";
  const send = (query: string) =>
    server.send("admin", "POST", `/api/v1/hosts/import${query}`, {
      body: csv,
      headers: { "content-type": "text/csv" },
    });
  const rows = ["created", "updated", "unchanged", "rejected"].map(
    (outcome) => `import_rows_total{outcome="${outcome}"}`,
  );
  await send("?dryRun=true");
  expect(await valuesOf(server, ...rows)).toEqual([0, 0, 0, 0]);
  await send("");
  expect(await valuesOf(server, ...events, ...rows)).toEqual([3, 1, 1, 1, 1, 0, 1]);
  const users = "email,name,role\nnew@example.net,New,viewer\n";
  await server.send("admin", "POST", "/api/v1/users/import", { body: users, headers: { "content-type": "text/csv" } });
  expect(await valuesOf(server, rows[0]!)).toEqual([2]);
});

it("tells uploads of artifacts by how they ended, and their bytes", async () => {
  await using server = await startServer();
  const put = (digest: string) =>
    server.send("operator", "PUT", "/api/v1/artifacts/by-name/app.log", {
      body: "line",
      headers: { "content-type": "application/octet-stream", ...(digest && { "content-digest": digest }) },
    });
  await put("");
  await put(`sha-256=:${Buffer.alloc(32).toString("base64")}:`);
  const results = ["completed", "refused", "failed"].map((result) => `artifact_uploads_total{result="${result}"}`);
  expect(await valuesOf(server, ...results, "artifact_uploaded_bytes_total")).toEqual([1, 1, 0, 4]);
});

it("tells each call of a batch by procedure and outcome, and calls by REST by their route alone", async () => {
  await using server = await startServer();
  const input = encodeURIComponent(JSON.stringify({ 1: { id: "01890000-0000-7000-8000-000000000000" } }));
  await server.send("viewer", "GET", `/api/trpc/users.profile,hosts.get,users.list?batch=1&input=${input}`);
  await server.send("viewer", "GET", "/api/v1/users/me");
  const count = (procedure: string, outcome: string) =>
    `trpc_call_duration_seconds_count{procedure="${procedure}",outcome="${outcome}"}`;
  const calls = [count("users.profile", "ok"), count("hosts.get", "refused"), count("users.list", "refused")];
  expect(await valuesOf(server, ...calls)).toEqual([1, 1, 1]);
  const ofRoute = 'http_requests_total{method="GET",route="/api/v1/users/me",status="2xx"}';
  expect(await valuesOf(server, ofRoute)).toEqual([1]);
  const ofBatch = 'http_requests_total{method="any",route="/api/trpc/:path",status="2xx"}';
  expect(await valuesOf(server, ofBatch)).toEqual([1]);
});

it("tells how many event streams and exports are open", async () => {
  await using server = await startServer();
  const headers = await server.signedIn("admin");
  const origin = await server.app.listen({ port: 0, host: "127.0.0.1" });
  const leaving = new AbortController();
  const stream = await fetch(`${origin}/api/events`, { headers, signal: leaving.signal });
  expect(stream.status).toBe(200);
  expect(await valuesOf(server, "event_streams", "exports_open")).toEqual([1, 0]);
  leaving.abort();
  await expect.poll(() => valuesOf(server, "event_streams"), { timeout: 10_000 }).toEqual([0]);
});
