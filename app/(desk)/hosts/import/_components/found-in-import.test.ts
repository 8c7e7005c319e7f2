import { describe, expect, it } from "vitest";
import type { HostChange } from "@/server/domain/host-import/schema";
import { columnsOf, fieldsOf, isFoundChange, isFoundReject, newHosts } from "./found-in-import";

const reject = { record: 416, line: 419, column: "hostname", value: "db_fra_s012", reason: "Use a-z." };
const named = { line: 2, id: null, environment: "prod" as const };
const created: HostChange = {
  ...named,
  ...{ record: 1, action: "created", hostname: "web-1", before: null, after: { ip: "10.0.0.1", owner: "a.nowak" } },
};
const updated: HostChange = {
  ...named,
  ...{ record: 2, action: "updated", hostname: "web-2", before: { tags: ["k8s"] }, after: { tags: ["k8s", "blue"] } },
};

describe("a fault is found", () => {
  it.each([
    [{ text: "", kind: "" }, true],
    [{ text: " FRA ", kind: "" }, true],
    [{ text: "416", kind: "" }, true],
    [{ text: "a-z", kind: "hostname" }, true],
    [{ text: "", kind: "ip" }, false],
    [{ text: "nothing", kind: "" }, false],
  ])("with %j: %s", (narrowing, isFound) => {
    expect(isFoundReject(reject, narrowing)).toBe(isFound);
  });
});

describe("a change is found", () => {
  it("by its host and by what its values were and become", () => {
    const texts = ["web-2", "prod", "k8s", "blue"];
    expect(texts.every((text) => isFoundChange(updated, { text, kind: "" }))).toBe(true);
    expect(isFoundChange(updated, { text: "10.0", kind: "" })).toBe(false);
  });

  it("by a field that changes, which of a new host none does", () => {
    const found = (kind: string) => [created, updated].filter((change) => isFoundChange(change, { text: "", kind }));
    expect(found("")).toEqual([created, updated]);
    expect(found("tags")).toEqual([updated]);
    expect(found("owner")).toEqual([]);
    expect(found(newHosts)).toEqual([created]);
  });
});

it("the kinds to choose from are those that there are", () => {
  expect(columnsOf([reject, reject, { ...reject, column: "ip" }])).toEqual(["hostname", "ip"]);
  expect(fieldsOf([created, updated])).toEqual(["tags"]);
});
