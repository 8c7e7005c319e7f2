import { describe, expect, it } from "vitest";
import { exportPath } from "./export-path";

describe("exportPath", () => {
  it("is of all hosts without a filter", () => {
    expect(exportPath("ndjson", {})).toBe("/api/v1/hosts/export.ndjson");
  });

  it("repeats the name of a filter for each of its values", () => {
    expect(exportPath("csv", { q: "web & db", environment: ["prod", "stage"], cidr: "10.0.0.0/8" })).toBe(
      "/api/v1/hosts/export.csv?q=web+%26+db&environment=prod&environment=stage&cidr=10.0.0.0%2F8",
    );
  });
});
