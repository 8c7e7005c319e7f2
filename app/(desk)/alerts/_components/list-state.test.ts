import { describe, expect, it } from "vitest";
import { alertsPath, filterOf, loadListState, noFilters, pageOf } from "./list-state";

describe("what the list of alerts shows", () => {
  it("is what fires, unless the URL says otherwise", () => {
    expect(filterOf(loadListState({}))).toEqual({ status: ["firing"] });
    expect(filterOf(loadListState({ status: "" }))).toEqual({});
    expect(filterOf(loadListState({ status: "resolved", severity: "critical,none", acknowledged: "no" }))).toEqual({
      status: ["resolved"],
      severity: ["critical", "none"],
      acknowledged: false,
    });
    expect(pageOf(loadListState({ q: "ab", cursor: "next" }))).toEqual({ status: ["firing"], cursor: "next" });
  });

  it("is named by a link", () => {
    expect(alertsPath({})).toBe("/alerts");
    expect(alertsPath({ severity: ["critical"] })).toBe("/alerts?severity=critical");
    const path = alertsPath({ ...noFilters, hostId: "1" });
    expect(filterOf(loadListState(new URL(path, "http://desk").searchParams))).toEqual({ hostId: "1" });
  });
});
