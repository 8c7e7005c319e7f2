import { describe, expect, it } from "vitest";
import { exportPath } from "./export-path";

describe("exportPath", () => {
  it("is of everything without a filter", () => {
    expect(exportPath("/api/v1/hosts", "ndjson", {})).toBe("/api/v1/hosts/export.ndjson");
  });

  it("repeats the name of a filter for each of its values, and leaves out what is not set", () => {
    const filter = { q: "web & db", environment: ["prod", "stage"], cidr: "10.0.0.0/8", owner: undefined };
    expect(exportPath("/api/v1/hosts", "csv", filter)).toBe(
      "/api/v1/hosts/export.csv?q=web+%26+db&environment=prod&environment=stage&cidr=10.0.0.0%2F8",
    );
  });
});
