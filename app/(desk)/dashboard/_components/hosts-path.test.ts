import { expect, test } from "vitest";
import { loadListState } from "@/app/(desk)/hosts/_components/list-state";
import { running } from "./estate-figures";
import { hostsPath } from "./hosts-path";

test("a number leads to the list that it counts", () => {
  expect(hostsPath({ environment: ["prod"], criticality: ["critical"], status: running })).toBe(
    "/hosts?environment=prod&criticality=critical&status=active,maintenance",
  );
  expect(hostsPath({})).toBe("/hosts");
});

test("the list reads from the link what the number counted", async () => {
  const since = "2026-08-23T15:24:00.000Z";
  const { searchParams } = new URL(hostsPath({ staleSince: since, status: running }), "http://desk.invalid");
  expect(await loadListState(Promise.resolve(Object.fromEntries(searchParams)))).toMatchObject({
    staleSince: since,
    status: ["active", "maintenance"],
    environment: [],
  });
});
