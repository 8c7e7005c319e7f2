import { describe, expect, test } from "vitest";
import { idsOf, joined } from "./live-hints";

const host = (id: string | null) => ({ noun: "host", id });

describe("hints", () => {
  test("are joined, each once", () => {
    expect(joined([host("a"), host("b")], [host("b"), host("c")])).toEqual([host("a"), host("b"), host("c")]);
  });

  test("are lost in a reset, which stands for any", () => {
    expect(joined([host("a")], "reset")).toBe("reset");
    expect(joined("reset", [host("a")])).toBe("reset");
  });

  test("name what changed of a noun, or say that it was many", () => {
    expect(idsOf("host", [host("a"), { noun: "user", id: "u" }])).toEqual(["a"]);
    expect(idsOf("host", [host("a"), host(null)])).toBe("many");
    expect(idsOf("host", "reset")).toBe("many");
    expect(idsOf("host", [{ noun: "user", id: null }])).toBeUndefined();
  });
});
