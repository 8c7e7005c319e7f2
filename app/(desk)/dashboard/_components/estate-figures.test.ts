import { expect, test } from "vitest";
import { running, sumOf } from "./estate-figures";

const linux = { os: "linux", environment: "prod", criticality: "critical" } as const;
const counts = [
  { ...linux, status: "active", count: 7 },
  { ...linux, status: "retired", count: 2 },
  { ...linux, environment: "dev", status: "maintenance", count: 1 },
  { ...linux, os: "windows", criticality: "low", status: "active", count: 4 },
] as const;

test("the hosts of some kinds are summed up", () => {
  expect(sumOf([...counts], {})).toBe(14);
  expect(sumOf([...counts], { status: running })).toBe(12);
  expect(sumOf([...counts], { environment: ["prod"], criticality: ["critical"], status: running })).toBe(7);
  expect(sumOf([...counts], { os: ["macos"] })).toBe(0);
});
