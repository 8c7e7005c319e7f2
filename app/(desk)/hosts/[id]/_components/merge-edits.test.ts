import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeEdits } from "./merge-edits";

const names = ["team", "owner", "tags", "sshPort"];
const value = fc.oneof(
  fc.constantFrom(null, "data", "platform"),
  fc.integer({ max: 3, min: 0 }),
  fc.subarray(["pci", "dr"]),
);
const fields = fc.record(Object.fromEntries(names.map((name) => [name, value])));
const edit = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });

test("what does not overlap is merged, and what does is told with both sides", () => {
  const seen = { team: "data", owner: null, notes: "rack 12", tags: ["pci"] };
  const now = { team: "platform", owner: "f.garcia", notes: "rack 12", tags: ["pci", "dr"] };
  expect(
    mergeEdits<Record<string, unknown>>(seen, { team: "web", notes: "rack 13", tags: ["pci", "dr"] }, now),
  ).toEqual({
    changes: { notes: "rack 13" },
    conflicts: [{ field: "team", before: "data", theirs: "platform", mine: "web" }],
    changedByOthers: ["owner"],
  });
});

test("where nobody else changed anything, my changes are saved as they are", () => {
  fc.assert(
    fc.property(fields, edit, (seen, mine) => {
      const { changes, conflicts, changedByOthers } = mergeEdits(seen, mine, seen);
      expect({ ...seen, ...changes }).toEqual({ ...seen, ...mine });
      expect([conflicts, changedByOthers]).toEqual([[], []]);
    }),
  );
});

test("nothing that either side typed is lost: every field is saved, stands already, or is to be chosen", () => {
  fc.assert(
    fc.property(fields, edit, edit, (seen, mine, theirs) => {
      const now: Record<string, unknown> = { ...seen, ...theirs };
      const { changes, conflicts } = mergeEdits<Record<string, unknown>>(seen, mine, now);
      const merged: Record<string, unknown> = { ...now, ...changes };
      const inConflict = new Map(conflicts.map((conflict) => [conflict.field, conflict]));
      for (const name of names) {
        const conflict = inConflict.get(name);
        if (conflict) {
          expect([conflict.before, conflict.theirs, conflict.mine]).toEqual([seen[name], now[name], mine[name]]);
          expect(merged[name]).toEqual(now[name]);
        } else if (name in mine && JSON.stringify(mine[name]) !== JSON.stringify(seen[name])) {
          expect(merged[name]).toEqual(mine[name]);
        } else expect(merged[name]).toEqual(now[name]);
      }
    }),
  );
});

test("whoever saves first, changes that do not overlap come to the same", () => {
  fc.assert(
    fc.property(fields, edit, edit, (seen, one, other) => {
      const others = Object.fromEntries(Object.entries(other).filter(([name]) => !(name in one)));
      const [first, second] = [
        mergeEdits(seen, one, { ...seen, ...others }),
        mergeEdits(seen, others, { ...seen, ...one }),
      ];
      expect({ ...seen, ...others, ...first.changes }).toEqual({ ...seen, ...one, ...second.changes });
      expect([first.conflicts, second.conflicts]).toEqual([[], []]);
    }),
  );
});
