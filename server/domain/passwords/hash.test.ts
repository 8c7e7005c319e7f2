import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { hashPassword, verifyPassword } from "./hash";

describe("a password", () => {
  it("R-PWD-1 is kept as Argon2id of at least 19 MiB and two passes, never the same twice", async () => {
    const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it.each(["correct horse", "pässwörd\u0000 🐎", "x".repeat(numbers.passwords.maxLength)])(
    "is known by every character of it (%j)",
    async (password) => {
      const kept = await hashPassword(password);
      expect(await verifyPassword(kept, password)).toBe(true);
      expect(await verifyPassword(kept, password.slice(0, -1))).toBe(false);
      expect(await verifyPassword(kept, `${password} `)).toBe(false);
    },
  );

  it("is never right where there is no hash", async () => {
    expect(await verifyPassword(undefined, "")).toBe(false);
    expect(await verifyPassword(undefined, "correct horse")).toBe(false);
  });

  it("R-PWD-2 takes as long to be wrong where there is no hash", async () => {
    const kept = await hashPassword("correct horse");
    const fastest = async (hash: string | undefined) => {
      const times: number[] = [];
      for (let run = 0; run < 5; run++) {
        const startedAt = performance.now();
        await verifyPassword(hash, "wrong");
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    expect(await fastest(undefined)).toBeGreaterThan(0.5 * (await fastest(kept)));
  });

  it("R-PWD-1 waits for a free core in a queue, and is refused where the queue is full", async () => {
    const accepted = Math.max(1, availableParallelism() - 1) + numbers.passwords.maxQueued;
    const answers = await Promise.allSettled(
      Array.from({ length: accepted + 10 }, () => hashPassword("correct horse")),
    );
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(10).fill("rate_limited"));
    expect(await hashPassword("correct horse")).toMatch(/^\$argon2id/);
  });
});
