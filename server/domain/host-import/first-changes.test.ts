import { expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { FirstChanges } from "./first-changes";
import type { HostChange } from "./schema";

const change = (record: number, action: HostChange["action"]): HostChange => ({
  ...{ record, line: record + 1, action, id: null, hostname: `web-${record}`, environment: "prod" },
  ...{ before: null, after: {} },
});

it("a change of a host is told although more new hosts come before it than an answer holds", () => {
  const { maxChangesInAnswer } = numbers.imports;
  const changes = new FirstChanges();
  for (let record = 1; record <= maxChangesInAnswer + 5; record++) changes.add(change(record, "created"));
  changes.add(change(maxChangesInAnswer + 6, "updated"), change(maxChangesInAnswer + 7, "updated"));
  changes.remove(maxChangesInAnswer + 7);
  expect(changes.items).toHaveLength(maxChangesInAnswer);
  expect(changes.items.at(-1)).toMatchObject({ record: maxChangesInAnswer + 6, action: "updated" });
  expect(changes.items.at(-2)).toMatchObject({ record: maxChangesInAnswer - 1, action: "created" });
});
