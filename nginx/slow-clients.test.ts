import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { startUpstream } from "./recording-upstream";
import { startPlainEdge } from "./test-edge";

/** With less patience than the product has, so that the test need not have it. */
const impatient = {
  ...numbers.edge,
  headerTimeoutSeconds: 1,
  bodyTimeoutSeconds: 3,
  sendTimeoutSeconds: 1,
  connections: 20,
};

/** Sends the beginning of a request, and waits until nginx has had enough. Gives what it said. */
async function sendBeginning(port: number, beginning: string, localAddress: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  // One that is cut off hard has said all it had to say.
  socket.on("error", () => {});
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (received += chunk));
  socket.write(beginning);
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
}

describe("a client that is slow", () => {
  it("with its headers, or with its body, is cut off, and reaches no server", async () => {
    await using servers = await startUpstream();
    await using edge = await startPlainEdge({ servers: [servers.address], pages: [servers.address] }, impatient);
    const beginnings = [
      "",
      "GET /api/v1/hosts HTTP/1.1\r\nHost: desk\r\nX-Slow: ",
      "POST /api/v1/hosts HTTP/1.1\r\nHost: desk\r\nContent-Length: 100\r\n\r\n{",
    ];
    const answers = await Promise.all(beginnings.map((beginning) => sendBeginning(edge.port, beginning, "127.0.4.1")));
    expect(answers.filter((answer) => answer !== "" && !answer.startsWith("HTTP/1.1 408"))).toEqual([]);
    expect(servers.requests).toEqual([]);
  });

  it("holds no more connections than an address has, and takes none of another's", async () => {
    await using servers = await startUpstream();
    await using edge = await startPlainEdge({ servers: [servers.address], pages: [servers.address] }, impatient);
    const slow = "POST /hosts HTTP/1.1\r\nHost: desk\r\nContent-Length: 100\r\n\r\n{";
    const held = Array.from({ length: 60 }, () => sendBeginning(edge.port, slow, "127.0.4.2"));
    expect((await fetch(`${edge.origin}/api/v1/hosts`)).status).toBe(200);
    const refused = (await Promise.all(held)).filter((answer) => answer.startsWith("HTTP/1.1 429"));
    expect(refused).toHaveLength(60 - impatient.connections);
    expect(servers.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("but honest may take longer with a file than any pause may last", async () => {
    await using servers = await startUpstream();
    await using edge = await startPlainEdge({ servers: [servers.address], pages: [servers.address] }, impatient);
    const sending = request(`${edge.origin}/api/v1/hosts/import`, { method: "POST" });
    const answered = once(sending, "response") as Promise<[IncomingMessage]>;
    for (let piece = 0; piece < 16; piece++) {
      sending.write("a".repeat(1_000));
      await delay(250);
    }
    sending.end();
    const [answer] = await answered;
    expect([answer.statusCode, JSON.parse(await text(answer))]).toEqual([200, { receivedBytes: 16_000 }]);
  });
});
