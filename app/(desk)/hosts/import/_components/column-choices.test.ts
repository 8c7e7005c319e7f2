import { describe, expect, it } from "vitest";
import { type ColumnChoices, chosenFor, knownText, mappingOf, missingColumns, repeatedColumns } from "./column-choices";

const choices: ColumnChoices = [
  { header: "Name", column: null },
  { header: "Address", column: "ip" },
  { header: "OS", column: "os" },
  { header: "Rack", column: null },
];

describe("the choice of columns", () => {
  it("names the required columns that no header is", () => {
    expect(missingColumns(choices)).toEqual(["hostname", "environment"]);
    expect(missingColumns(chosenFor(choices, "Name", "hostname"))).toEqual(["environment"]);
  });

  it("names the columns that two headers are, and any number may be left out", () => {
    expect(repeatedColumns(choices)).toEqual([]);
    expect(repeatedColumns(chosenFor(choices, "Rack", "ip"))).toEqual(["ip"]);
  });

  it("is sent with every header, so that none is left to be guessed", () => {
    expect(mappingOf(choices)).toEqual({ Name: null, Address: "ip", OS: "os", Rack: null });
  });

  it("is told in short", () => {
    expect(knownText(choices)).toBe("2 of 4 used");
    expect(knownText([])).toBeUndefined();
  });
});
