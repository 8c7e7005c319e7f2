import { describe, expect, it } from "vitest";
import { run, runSteps } from "./steps";

const well = { name: "well", findings: () => Promise.resolve("") };
const wrong = { name: "wrong", findings: () => Promise.resolve("hosts.ts:1: why") };
const broken = { name: "broken", findings: () => Promise.reject(new Error("no such tool")) };

describe("runSteps", () => {
  it("runs every step, names and times each, and says what was wrong", async () => {
    const printed: string[] = [];
    expect(await runSteps([broken, wrong, well], (text) => printed.push(text))).toBe(false);
    expect(printed).toHaveLength(3);
    expect(printed.join("\n")).toMatch(/✘ broken .* s\n\nError: no such tool\n/);
    expect(printed.join("\n")).toMatch(/✘ wrong .* s\n\nhosts\.ts:1: why\n/);
    expect(printed.join("\n")).toMatch(/✔ well +\d+\.\d s$/m);
  });

  it("is content when every step is", async () => {
    expect(await runSteps([well, well], () => {})).toBe(true);
  });
});

describe("run", () => {
  it("gives nothing for a program that ends well, whatever it prints", async () => {
    expect(await run("node", "--eval", "console.log('fine')")).toBe("");
  });

  it("gives all that a failing program printed", async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    expect(await run("node", "--eval", script)).toBe("out\nerr\n");
  });

  it("gives the reason where the program printed nothing or is not there", async () => {
    expect(await run("node", "--eval", "process.exitCode = 3")).toContain("Command failed: node");
    expect(await run("opsdesk-no-such-program")).toContain("ENOENT");
  });
});
