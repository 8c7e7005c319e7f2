import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { csvFile, ndjsonFile } from "@/server/test/csv-file";
import { readNdjsonHosts } from "./rows";

const sound = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
const read = (...records: unknown[]) => Readable.from(readNdjsonHosts(ndjsonFile(records))).toArray();
const faultsOf = async (record: unknown) =>
  (await read(record))[0].reading.faults?.map((fault: object) => Object.values(fault));

describe("readNdjsonHosts", () => {
  it("reads the names of the API, and tells which of them a record has", async () => {
    const [row] = await read({
      ...sound,
      hostname: " WEB-1",
      tags: ["pci"],
      sshPort: 2_222,
      sshTemplate: "ssh {{host}}",
    });
    expect(row.reading.host).toMatchObject({ hostname: "web-1", tags: ["pci"], sshPort: 2_222, criticality: "medium" });
    expect(row.fields).toEqual(["hostname", "ip", "os", "environment", "sshTemplate", "tags", "sshPort"]);
  });

  it("counts records and lines, and leaves out blank ones", async () => {
    const rows = await read("", sound, " ", `${JSON.stringify(sound)}\r`, "");
    expect(rows.map(({ record, line }) => [record, line])).toEqual([
      [1, 2],
      [2, 4],
    ]);
  });

  it.each([
    ["no JSON", '{"hostname":', [["", '{"hostname":', "not a JSON object"]]],
    ["no object", "[1]", [["", "[1]", "not a JSON object"]]],
    ["null", "null", [["", "null", "not a JSON object"]]],
    ["a missing field", { ...sound, ip: undefined }, [["ip", "", "required"]]],
    ["a wrong value", { ...sound, sshPort: "22" }, [["sshPort", "22", "not a whole number"]]],
    ["null for what must be", { ...sound, os: null }, [["os", "null", "use linux, windows, or macos"]]],
    [
      "an unknown field",
      { ...sound, rack: 7, __proto: 1 },
      [
        ["rack", "7", "there is no such field"],
        ["__proto", "1", "there is no such field"],
      ],
    ],
    [
      "a name that objects have",
      `{"__proto__":{"os":"linux"},"constructor":1,${JSON.stringify(sound).slice(1)}`,
      [
        ["__proto__", '{"os":"linux"}', "there is no such field"],
        ["constructor", "1", "there is no such field"],
      ],
    ],
  ])("tells every fault of %s", async (_, record, faults) => expect(await faultsOf(record)).toEqual(faults));

  it.each([
    ["nothing", "", "The file is empty."],
    ["blank lines", "\n \n", "The file is empty."],
    ["an endless line", `{"notes":"${"x".repeat(numbers.imports.maxRecordBytes)}"}`, "Line 1: A record is longer"],
  ])("refuses %s", async (_, text, message) => {
    const rows = Readable.from(readNdjsonHosts({ ...csvFile(text) })).toArray();
    await expect(rows).rejects.toThrow(message);
  });
});
