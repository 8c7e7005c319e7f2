import { describe, expect, test } from "vitest";
import { changedText, noneChanged, withHeard } from "./changed-hosts";

const host = (id: string | null) => ({ noun: "host", id });
const nobody = () => false;

describe("what has changed behind the list", () => {
  test("is counted by host, each once", () => {
    const first = withHeard(noneChanged, [host("a"), host("b")], nobody);
    const second = withHeard(first, [host("b"), host("c")], nobody);
    expect(changedText(second)).toBe("3 changed");
  });

  test("is none of one's own changes and of other nouns", () => {
    const isOwn = (id: string) => id === "a" || id === "many";
    expect(withHeard(noneChanged, [host("a"), { noun: "user", id: "u" }], isOwn)).toBe(noneChanged);
    expect(withHeard(noneChanged, [host(null)], isOwn)).toBe(noneChanged);
    expect(changedText(noneChanged)).toBeUndefined();
  });

  test("is not numbered where nobody knows how many", () => {
    const first = withHeard(noneChanged, [host("a")], nobody);
    expect(changedText(withHeard(first, "reset", nobody))).toBe("Changes");
  });
});
