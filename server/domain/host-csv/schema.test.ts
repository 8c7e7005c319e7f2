import { describe, expect, it } from "vitest";
import { readHeader } from "@/server/domain/csv/header";
import { DomainError } from "@/server/domain/errors";
import { hostFileColumns } from "./schema";

function refusal(cells: string[]): DomainError {
  try {
    readHeader(cells, hostFileColumns);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error("not refused");
}

describe("the columns of a file of hosts", () => {
  it("takes the columns in any order, in any case and with spaces around", () => {
    expect(readHeader([" OS", "Hostname ", "ip", "environment", "ssh_port"], hostFileColumns)).toEqual([
      "os",
      "hostname",
      "ip",
      "environment",
      "ssh_port",
    ]);
  });

  it("names every column that is missing, unknown or repeated, at once", () => {
    const { code, message, errors } = refusal(["hostname", "ipaddress", "os", "os", "", "constructor"]);
    expect(code).toBe("invalid");
    expect(errors?.map(({ path }) => path)).toEqual([
      "ip",
      "environment",
      "ipaddress",
      "(no name)",
      "constructor",
      "os",
    ]);
    expect(message).toContain("(missing: ip, environment; unknown: ipaddress, (no name), constructor; repeated: os)");
  });

  it("takes no field that a file cannot set", () => {
    expect(refusal(["hostname", "ip", "os", "environment", "id", "version"]).message).toContain("unknown: id, version");
  });
});
