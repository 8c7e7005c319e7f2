import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { users } from "@/db/schema";
import { withContext } from "@/server/test/database";
import { createLog } from "./log";

function record(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const written: string[] = [];
  write(createLog("info", "server", { write: (text) => written.push(text) }));
  return written;
}

/** What some reader of lines, or a terminal, takes for more than a character. */
const breaking = [
  "\r",
  "\n",
  "\r\n",
  "\u0085",
  "\u2028",
  "\u2029",
  "\v",
  "\f",
  "\u001b[31m",
  "\u009b31m",
  "\u007f",
  "\u0000",
  "\ud800",
];
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.oneof(fc.constantFrom(...breaking), fc.string({ unit: "grapheme" })), { maxLength: 8 })
    .map((parts) => parts.join("")),
);

describe("a log line", () => {
  it("R-LOG-1 is one line of JSON, whatever is in a field, in its name or in the message", () => {
    fc.assert(
      fc.property(text, text, text, (name, value, message) => {
        const written = record((log) => log.info({ [`_${name}`]: value, nested: { list: [value] } }, message));
        expect(written).toHaveLength(1);
        expect(written[0]).toMatch(/^[^\p{Cc}\u2028\u2029]*\n$/u);
        expect(JSON.parse(written[0]!)).toMatchObject({ [`_${name}`]: value, nested: { list: [value] }, message });
      }),
      { numRuns: 1_000 },
    );
  });

  it("R-LOG-1 holds an error whole", () => {
    const cause = new Error("second\nline");
    const [line, ...others] = record((log) =>
      log.error({ error: new Error("first\r\nline\u2028", { cause }) }, "fault"),
    );
    expect(others).toEqual([]);
    expect(line!.split(/[\r\n\u2028]/)).toEqual([expect.any(String), ""]);
    const { error } = JSON.parse(line!);
    expect(error.message).toContain("first\r\nline\u2028");
    expect(error.cause.message).toBe("second\nline");
  });

  it("R-AUD-12 tells the statement that failed, and not what was put into it", () =>
    withContext(async ({ db }) => {
      const failure = await db
        .select()
        .from(users)
        .where(sql`${users.email} = ${"canary"} and 1 / 0 = 1`)
        .catch((error: unknown) => error);
      const [line] = record((log) => log.error({ error: failure }, "fault"));
      expect(String(failure)).toContain("canary");
      expect(line).not.toContain("canary");
      expect(JSON.parse(line!).error).toMatchObject({
        message: expect.stringMatching(/^Failed query: select .* from "users"/),
        cause: { message: "division by zero", code: "22012" },
      });
    }));

  it("says when, in UTC, how serious, and which process", () => {
    const [line] = record((log) => log.warn("unavailable"));
    expect(JSON.parse(line!)).toEqual({
      level: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      process: "server",
      message: "unavailable",
    });
  });

  it("is not written below the level that is set", () => {
    expect(record((log) => log.debug("details"))).toEqual([]);
  });
});
