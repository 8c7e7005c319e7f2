import { describe, expect, it } from "vitest";
import { strayQuoteFault } from "@/server/domain/csv/faults";
import { readRow, writeRow } from "./row";
import { type Column, columns } from "./schema";

const sound = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };

function read(cells: Partial<Record<Column, string>>) {
  return readRow(Object.keys(cells) as Column[], Object.values(cells));
}
const faultsOf = (cells: Partial<Record<Column, string>>) => read({ ...sound, ...cells }).faults;

describe("readRow", () => {
  it("gives what is not said the value of a new host", () => {
    expect(read(sound).host).toMatchObject({
      hostname: "web-1",
      criticality: "medium",
      status: "active",
      tags: [],
      sshPort: 22,
      owner: null,
      bastionPort: null,
    });
  });

  it("takes empty cells for what is not said", () => {
    const emptied = Object.fromEntries(columns.map((column) => [column, column in sound ? "" : " "]));
    expect(read({ ...emptied, ...sound }).host).toEqual(read(sound).host);
  });

  it("reads numbers, tags and marked formulas", () => {
    const { host } = read({
      ...sound,
      ssh_port: "2222",
      tags: " pci  k8s pci",
      notes: "'=not a formula",
      owner: "''-x",
    });
    expect(host).toMatchObject({ sshPort: 2_222, tags: ["pci", "k8s"], notes: "=not a formula", owner: "'-x" });
  });

  it.each<[Column, string, string]>([
    ["hostname", "bad host!", "use a-z, 0-9 and hyphens inside"],
    ["hostname", "", "required"],
    ["hostname", "x".repeat(64), "at most 63 characters between dots"],
    ["ip", "10.300.1.1", "not an IPv4 or IPv6 address"],
    ["ip", "  ", "required"],
    ["os", "solaris", "use linux, windows, or macos"],
    ["environment", "production", "use prod, stage, or dev"],
    ["criticality", "urgent", "use critical, high, medium, or low"],
    ["ssh_port", "70000", "must be 1 to 65535"],
    ["ssh_port", "-1", "must be 1 to 65535"],
    ["ssh_port", "twenty-two", "not a whole number"],
    ["bastion_port", "22.5", "not a whole number"],
    ["ssh_user", "ops; reboot", "use letters, digits, dot, underscore and hyphen"],
    ["bastion_host", "a b", "use a-z, 0-9 and hyphens inside"],
    ["fqdn", "a..b", "use a-z, 0-9 and hyphens inside"],
    ["tags", "ok -x", "use letters, digits and _ . : / = - without spaces"],
    ["owner", "a\u0007b", "control characters are not allowed"],
  ])("says what is wrong with %s %j: %s", (column, value, reason) => {
    expect(faultsOf({ [column]: value })).toEqual([expect.objectContaining({ column, reason })]);
  });

  it("reports every column that is wrong, once", () => {
    const faults = faultsOf({ hostname: "", ip: "x", ssh_port: "0", tags: "- -" });
    expect(faults?.map(({ column }) => column)).toEqual(["hostname", "ip", "ssh_port", "tags"]);
  });

  it("tells the name of a host of which something else is wrong", () => {
    expect(read({ ...sound, hostname: "WEB-1", ssh_port: "0" }).name).toEqual({
      hostname: "web-1",
      environment: "prod",
    });
    expect(read({ ...sound, environment: "production" }).name).toBeNull();
  });

  it("refuses a record with too few or too many cells", () => {
    const names: Column[] = ["hostname", "ip", "os", "environment"];
    expect(readRow(names, ["web-1", "10.0.0.1"]).faults).toEqual([
      { column: "os", value: "", reason: "the record has 2 cells, the header 4" },
    ]);
    expect(readRow(names, ["web-1", "10.0.0.1", "linux", "prod", "more"]).faults).toEqual([
      { column: "environment", value: "more", reason: "the record has 5 cells, the header 4" },
    ]);
  });

  it("shows a long value cut short, and none that PostgreSQL could not keep", () => {
    const [long, control] = [faultsOf({ hostname: "😀".repeat(100) }), faultsOf({ hostname: "a\u0000b" })];
    expect(long?.[0]?.value).toBe(`${"😀".repeat(50)}…`);
    expect(control?.[0]?.value).toBe("a\uFFFDb");
  });
});

it("names the column of a stray quote", () => {
  expect(strayQuoteFault(["hostname", "notes"], 1, "rack 12")).toMatchObject({ column: "notes", value: 'rack 12"' });
  expect(strayQuoteFault(["hostname", "notes"], 5, "x")).toMatchObject({ column: "notes" });
});

it("writes a host as cells, formulas marked", () => {
  const { host } = read({ ...sound, tags: "pci k8s", notes: "=1+1", owner: "''-x" });
  expect(host && Object.fromEntries(writeRow(host).map((cell, index) => [columns[index], cell]))).toMatchObject({
    hostname: "web-1",
    tags: "pci k8s",
    notes: "'=1+1",
    owner: "''-x",
    fqdn: "",
    ssh_port: "22",
    bastion_port: "",
  });
});
