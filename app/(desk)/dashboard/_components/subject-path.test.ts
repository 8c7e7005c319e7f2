import { expect, test } from "vitest";
import { subjectPath } from "./subject-path";

const host = { type: "host", id: "h1", label: "db-fra-p003" };
const many = { type: "import", id: "b1", label: "estate.csv" };

test("a change leads to its host, unless that is gone", () => {
  expect(subjectPath({ action: "host.updated", subject: host, batchId: null }, false)).toBe("/hosts/h1");
  expect(subjectPath({ action: "host.deleted", subject: host, batchId: null }, true)).toBeUndefined();
});

test("a change of many hosts leads to its events, for those who may read them", () => {
  const change = { action: "hosts.imported", subject: many, batchId: "b1" };
  expect(subjectPath(change, true)).toBe("/audit-events?batchId=b1");
  expect(subjectPath(change, false)).toBeUndefined();
});
