import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { startUpstream } from "./recording-upstream";
import { startPlainEdge } from "./test-edge";

const patience = { timeout: 20_000, interval: 20 };

describe("what comes in pieces", () => {
  it.each(["/api/events", "/api/v1/hosts/export.csv", "/api/v1/audit-events/export.ndjson"])(
    "from %s arrives piece by piece",
    async (path) => {
      const opened = Promise.withResolvers<(text: string | null) => void>();
      await using servers = await startUpstream((_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        opened.resolve((text) => (text === null ? response.end() : response.write(text)));
      });
      await using edge = await startPlainEdge({ servers: [servers.address], pages: [servers.address] });
      const asked = fetch(edge.origin + path);
      const say = await opened.promise;
      say("one");
      const reader = (await asked).body!.pipeThrough(new TextDecoderStream()).getReader();
      // Each is said only when the one before it has arrived.
      for (const [word, next] of [
        ["one", "two"],
        ["two", "three"],
        ["three", null],
      ] as const) {
        expect(await reader.read()).toEqual({ value: word, done: false });
        say(next);
      }
      expect((await reader.read()).done).toBe(true);
    },
  );

  it.each([
    ["POST", "/api/v1/hosts/import"],
    ["PATCH", "/api/v1/uploads/1"],
    ["PUT", "/api/v1/artifacts/by-name/a.log"],
  ])("by %s to %s reaches the server before it has ended", async (method, path) => {
    let received = "";
    await using servers = await startUpstream((incoming, response) => {
      incoming.setEncoding("utf8").on("data", (text: string) => (received += text));
      incoming.on("end", () => response.end(received));
    });
    await using edge = await startPlainEdge({ servers: [servers.address], pages: [servers.address] });
    const sending = request(edge.origin + path, { method });
    const answered = once(sending, "response") as Promise<[IncomingMessage]>;
    sending.write("first ");
    await vi.waitFor(() => expect(received).toBe("first "), patience);
    sending.write("second ");
    await vi.waitFor(() => expect(received).toBe("first second "), patience);
    sending.end("last");
    const [answer] = await answered;
    expect([answer.statusCode, received]).toEqual([200, "first second last"]);
    answer.resume();
  });

  it("to any other path is collected first, so that slow clients hold no server", async () => {
    await using servers = await startUpstream();
    await using edge = await startPlainEdge({ servers: [servers.address], pages: [servers.address] });
    const sending = request(`${edge.origin}/api/v1/hosts`, { method: "POST" });
    const answered = once(sending, "response") as Promise<[IncomingMessage]>;
    sending.write("first ");
    // Another request, sent later, overtakes it.
    expect((await fetch(`${edge.origin}/api/v1/hosts`)).status).toBe(200);
    expect(servers.requests.map(({ method }) => method)).toEqual(["GET"]);
    sending.end("last");
    const [answer] = await answered;
    answer.resume();
    expect(servers.requests.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });
});
