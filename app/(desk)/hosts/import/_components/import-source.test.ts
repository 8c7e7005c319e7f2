import { describe, expect, it } from "vitest";
import { pastedSource, recogniseFormat, sourceOf } from "./import-source";

describe("recogniseFormat", () => {
  it.each([
    ["hostname,ip,os,environment\n", "csv"],
    ['"hostname";"ip"\n', "csv"],
    ["", "csv"],
    ['{"hostname":"web-1"}\n', "ndjson"],
    ['\uFEFF \r\n\t{"hostname":"web-1"}\n', "ndjson"],
    ['[{"hostname":"web-1"}]', "ndjson"],
  ])("takes %j for %s", (beginning, format) => {
    expect(recogniseFormat(beginning)).toBe(format);
  });
});

describe("a source", () => {
  it("is what the file holds, not what it is called", async () => {
    const file = new File(['{"hostname":"web-1"}'], "hosts.csv");
    expect(await sourceOf(file)).toEqual({ file, format: "ndjson" });
  });

  it("may be pasted, and then is named after its format", async () => {
    const { file, format } = pastedSource("hostname,ip\nweb-1,10.0.0.1\n");
    expect([file.name, format, await file.text()]).toEqual(["pasted.csv", "csv", "hostname,ip\nweb-1,10.0.0.1\n"]);
    expect(pastedSource("{}").file.name).toBe("pasted.ndjson");
  });
});
