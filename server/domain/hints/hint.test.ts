import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { audibleNouns, type Hint, HintSet, mayHear } from "./hint";

const hint = fc.record({
  noun: fc.constantFrom(...audibleNouns, "session", "api-token"),
  id: fc.option(fc.integer({ max: 99, min: 0 }).map(String)),
});

describe("a set of hints", () => {
  it("covers every audible hint that was added, each at most once, and never grows beyond its limit", () => {
    fc.assert(
      fc.property(fc.array(hint, { maxLength: 300 }), (added: Hint[]) => {
        const set = new HintSet();
        for (const each of added) set.add(each);
        const drained = set.drain();
        for (const { noun, id } of added.filter((each) => audibleNouns.includes(each.noun))) {
          expect(drained.some((each) => each.noun === noun && (each.id === id || each.id === null))).toBe(true);
        }
        expect(new Set(drained.map((each) => JSON.stringify(each))).size).toBe(drained.length);
        expect(drained.length).toBeLessThanOrEqual(audibleNouns.length * numbers.streams.maxIdsPerNoun);
        expect(set.drain()).toEqual([]);
      }),
    );
  });
});

describe("a hint", () => {
  it("is heard by those who may read its noun", () => {
    const heard = (role: "admin" | "auditor" | "viewer") =>
      audibleNouns.filter((noun) => mayHear({ role }, { noun, id: null }));
    expect(heard("admin")).toEqual(["alert", "artifact", "audit-event", "host", "settings", "user"]);
    expect(heard("auditor")).toEqual(["alert", "artifact", "audit-event", "host"]);
    expect(heard("viewer")).toEqual(["alert", "artifact", "host"]);
    expect(mayHear({ role: "admin" }, { noun: "session", id: null })).toBe(false);
  });
});
