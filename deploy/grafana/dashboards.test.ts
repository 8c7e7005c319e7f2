import { describe, expect, it } from "vitest";
import { type Panel, readDashboards } from "@/deploy/test/dashboards";
import { numbers } from "@/server/domain/numbers";

const dashboards = readDashboards();

it("there are two dashboards, which name each other", () => {
  expect(dashboards).toHaveLength(2);
  const uids = dashboards.map(({ uid }) => `/d/${uid}`);
  expect(dashboards.map(({ links }) => links.map(({ url }) => url))).toEqual([[uids[1]], [uids[0]]]);
});

describe.each(dashboards)("$title", ({ panels, templating }) => {
  it("says what each panel shows", () => {
    for (const { type, title, description } of panels) {
      expect(title).toMatch(/^[A-Z]/);
      if (type !== "row") expect(description, title).toMatch(/\.$/);
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it("has a place of its own for each panel", () => {
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    const overlapping = panels.flatMap((one, index) => panels.slice(index + 1).filter((other) => overlap(one, other)));
    expect(overlapping.map(({ title }) => title)).toEqual([]);
  });

  it("uses the variables that it has", () => {
    const used = new Set(JSON.stringify(panels).match(/\$\{?(?!__)\w+/g));
    expect([...used].map((name) => name.replace(/^\$\{?/, "")).sort()).toEqual(templating.list.map(({ name }) => name));
  });
});

it("the dashboards draw the objectives where they are", () => {
  const { availability, fastShare, fastMilliseconds } = numbers.objectives;
  const text = JSON.stringify(dashboards);
  expect(new Set(text.match(/\(1 - [\d.]+\)/g))).toEqual(new Set([`(1 - ${availability})`, `(1 - ${fastShare})`]));
  const latency = dashboards.flatMap(({ panels }) => panels).find(({ title }) => title === "Latency");
  expect(JSON.stringify(latency)).toContain(`"value":${fastMilliseconds / 1_000}`);
});

function overlap({ gridPos: one }: Panel, { gridPos: other }: Panel): boolean {
  const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x;
  const isAbove = one.y + one.h <= other.y || other.y + other.h <= one.y;
  return !isBeside && !isAbove;
}
