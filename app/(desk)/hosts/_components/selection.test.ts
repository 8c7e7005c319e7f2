import { describe, expect, test } from "vitest";
import type { Host } from "@/server/domain/hosts/schema";
import { extentOf, nothingSelected, refreshed, toggled, withAll, without } from "./selection";

const host = (id: string, version = 1) => ({ id, version }) as Host;
const a = host("a");
const b = host("b");

describe("a selection", () => {
  test("takes a host in and out", () => {
    const one = toggled(nothingSelected, a);
    expect([...one.keys()]).toEqual(["a"]);
    expect(toggled(one, a).size).toBe(0);
  });

  test("keeps what was selected on other pages", () => {
    const both = withAll(toggled(nothingSelected, a), [b]);
    expect([...both.keys()]).toEqual(["a", "b"]);
    expect([...without(both, [b]).keys()]).toEqual(["a"]);
  });

  test("knows how much of a page it holds", () => {
    const one = withAll(nothingSelected, [a]);
    expect(extentOf(one, [b])).toBe("none");
    expect(extentOf(one, [a, b])).toBe("some");
    expect(extentOf(one, [a])).toBe("all");
    expect(extentOf(one, [])).toBe("none");
  });

  test("follows the versions that are shown, and takes in nothing else", () => {
    const one = withAll(nothingSelected, [a]);
    expect(refreshed(one, [a, b])).toBe(one);
    expect(refreshed(one, [host("a", 2), b])).toEqual(new Map([["a", host("a", 2)]]));
    expect(refreshed(withAll(nothingSelected, [host("a", 3)]), [host("a", 2)]).get("a")?.version).toBe(3);
  });
});
