import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { csvFile } from "@/server/test/csv-file";
import { type CsvRecord, readRecords } from "./records";

const records = (text: string): Promise<CsvRecord[]> => Readable.from(readRecords(csvFile(text))).toArray();
const cells = async (text: string) => (await records(text)).map((record) => record.cells);
const lines = async (text: string) => (await records(text)).map((record) => record.line);

describe("readRecords", () => {
  it("takes the delimiter that the first line has more of", async () => {
    expect(await cells("a,b;c,d\n1;2,3,4\n")).toEqual([
      ["a", "b;c", "d"],
      ["1;2", "3", "4"],
    ]);
    expect(await cells("\na;b\n1,5;2")).toEqual([
      ["a", "b"],
      ["1,5", "2"],
    ]);
  });

  it("reads quoted cells with quotes, delimiters and line breaks inside", async () => {
    expect(await cells('a,b\n"said ""x"", left","two\nlines"\n')).toContainEqual(['said "x", left', "two\nlines"]);
  });

  it.each([
    ["\n", "line feeds"],
    ["\r\n", "carriage returns and line feeds"],
    ["\r", "carriage returns"],
  ])(
    "counts records and the lines on which they start, across cells of many lines and blank lines: %j",
    async (end) => {
      const text = ["", "a,b", "", "1,2", '3,"x', "", 'y"', "", "", "4,5", ""].join(end);
      expect(await records(text)).toEqual([
        { number: 0, line: 2, cells: ["a", "b"], strayQuote: null },
        { number: 1, line: 4, cells: ["1", "2"], strayQuote: null },
        { number: 2, line: 5, cells: ["3", "x\n\ny"], strayQuote: null },
        { number: 3, line: 10, cells: ["4", "5"], strayQuote: null },
      ]);
    },
  );

  it("counts lines through a file of many chunks", async () => {
    const count = 20_000;
    const rows = Array.from({ length: count }, (_, index) => `${index},"note\nof ${index}"\n`);
    expect((await lines(`a,b\n${rows.join("")}`)).at(-1)).toBe(2 * count);
  });

  it("marks a record with a stray quote and goes on after it", async () => {
    expect(await records('a,b\n\n1,6" disk "x"\n2,3\n\n4,5"\n')).toEqual([
      { number: 0, line: 1, cells: ["a", "b"], strayQuote: null },
      { number: 1, line: 3, cells: [], strayQuote: { index: 1, before: "6" } },
      { number: 2, line: 4, cells: ["2", "3"], strayQuote: null },
      { number: 3, line: 6, cells: [], strayQuote: { index: 1, before: "5" } },
    ]);
  });

  it("refuses a quoted cell that is not closed, or goes on after its end, with the record's line", async () => {
    await expect(records('a,b\n1,2\n\n3,"x\n4,5\n')).rejects.toMatchObject({
      code: "invalid",
      message: "Line 4: A quoted cell is not closed.",
    });
    await expect(records('a,b\n1,"x" y\n')).rejects.toMatchObject({ code: "invalid", errors: [{ path: "line 2" }] });
  });

  it("refuses a record longer than any can be, and does not keep it in memory", async () => {
    const endless = `a,b\n1,"${"x".repeat(2 * numbers.imports.maxRecordBytes)}`;
    await expect(records(endless)).rejects.toMatchObject({ code: "invalid", errors: [{ path: "line 2" }] });
  });

  it("gives nothing for a file without lines", async () => {
    expect(await records("")).toEqual([]);
    expect(await records("\r\n\r\n")).toEqual([]);
  });

  it("closes the file when the reader stops early, and when it is refused", async () => {
    const opened: ReturnType<ReturnType<typeof csvFile>["open"]>[] = [];
    const watched = (text: string) => ({
      open: () => {
        const stream = csvFile(text).open();
        opened.push(stream);
        return stream;
      },
    });
    for await (const { number } of readRecords(watched("a\n1\n2\n"))) if (number === 1) break;
    await expect(Readable.from(readRecords(watched('a\n"x'))).toArray()).rejects.toThrow();
    expect(opened.map((stream) => stream.destroyed)).toEqual([true, true, true, true]);
  });
});
