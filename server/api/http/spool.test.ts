import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { withSpooledBody } from "./spool";

const limits = { maxBytes: 100 };

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("withSpooledBody", () => {
  it("gives the body as often as needed, and its digest", async () => {
    const read = await withSpooledBody(Readable.from(["one ", "two"]), limits, async ({ open, sha256 }) => [
      await text(open()),
      await text(open()),
      Buffer.from(sha256).toString("hex"),
    ]);
    expect(read).toEqual(["one two", "one two", createHash("sha256").update("one two").digest("hex")]);
  });

  it("leaves no file behind, not even while it is used, so that a process that is killed leaves none either", async () => {
    const folder = await mkdtemp(join(tmpdir(), "spool-test-"));
    vi.stubEnv("TMPDIR", folder);
    const use = async ({ open }: { open: () => AsyncIterable<Uint8Array> }) => {
      expect(await readdir(folder)).toEqual([]);
      expect(await text(open())).toBe("x");
      throw new Error("not imported");
    };
    await expect(withSpooledBody(Readable.from(["x"]), limits, use)).rejects.toThrow("not imported");
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it("takes a body of exactly the limit, and refuses one more byte", async () => {
    const sized = (size: number) => withSpooledBody(Readable.from([Buffer.alloc(size)]), limits, async () => "taken");
    expect(await sized(100)).toBe("taken");
    await expect(sized(101)).rejects.toMatchObject({ code: "too_large" });
  });

  it("leaves a body open that it refuses, for the answer to be sent", async () => {
    const body = new PassThrough();
    body.write(Buffer.alloc(101));
    await expect(withSpooledBody(body, limits, async () => "taken")).rejects.toMatchObject({ code: "too_large" });
    expect(body.destroyed).toBe(false);
  });

  it("refuses a body that breaks off", async () => {
    const body = new PassThrough();
    const refused = expect(withSpooledBody(body, limits, async () => "taken")).rejects.toMatchObject({
      code: "malformed",
    });
    body.write("half");
    await once(body, "resume");
    body.destroy(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
    await refused;
  });

  it("cuts off a body that comes too slowly, and waits for one that is slow but steady", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    const { idleTimeoutSeconds, minBytesPerSecond } = numbers.imports;
    const [idle, steady] = [new PassThrough(), new PassThrough()];
    const large = { maxBytes: 10 * idleTimeoutSeconds * minBytesPerSecond };
    const cutOff = expect(withSpooledBody(idle, large, async () => "taken")).rejects.toMatchObject({ code: "timeout" });
    const taken = withSpooledBody(steady, large, async () => "taken");
    // The clock is watched once both files are open.
    while (idle.listenerCount("data") * steady.listenerCount("data") === 0) await new Promise(setImmediate);
    for (let second = 0; second < 2 * idleTimeoutSeconds; second++) {
      steady.write(Buffer.alloc(minBytesPerSecond + 1));
      await vi.advanceTimersByTimeAsync(1_000);
      await new Promise(setImmediate);
    }
    steady.end();
    await cutOff;
    expect(await taken).toBe("taken");
  });
});
