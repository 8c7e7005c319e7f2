import { expect, test } from "vitest";
import { matching } from "./palette-entries";

const entry = (label: string, words?: string) => ({ id: label, label, run: () => {}, ...(words && { words }) });
const groups = [
  { label: "Pages", entries: [entry("Hosts"), entry("Audit", "log events")] },
  { label: "Actions", entries: [entry("Register host", "new add"), entry("Sign out")] },
];
const found = (query: string) =>
  matching(groups, query).map(({ label, entries }) => `${label}: ${entries.map((each) => each.label).join(", ")}`);

test("every word must occur, in the name or among the other words", () => {
  expect(found("host")).toEqual(["Pages: Hosts", "Actions: Register host"]);
  expect(found(" HOST add ")).toEqual(["Actions: Register host"]);
  expect(found("events")).toEqual(["Pages: Audit"]);
});

test("without a query everything is there, and what fits nothing leaves nothing", () => {
  expect(found(" ")).toEqual(["Pages: Hosts, Audit", "Actions: Register host, Sign out"]);
  expect(found("nothing-is-called-so")).toEqual([]);
});
