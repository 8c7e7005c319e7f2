import { pipeline } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { type DomainError, invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { decodeText, type TextSource } from "./decode";

export type CsvRecord = {
  /** 0 is the header, 1 the first record after it. */
  number: number;
  /** The line of the file on which the record starts, from 1. */
  line: number;
  cells: string[];
  /** Where a quote stands inside a cell that is not quoted: the cell's index, and its text before the quote. */
  strayQuote: { index: number; before: string } | null;
};

/**
 * Reads the records of a CSV file (RFC 4180, with `,` or `;`, whichever its first line has more of), leaving out blank lines.
 * A record with a stray quote is given without its cells. Throws `invalid`, with the line, for a quoted cell that does
 * not end as it must: nobody can tell where the next record starts then.
 */
export async function* readRecords(source: TextSource): AsyncGenerator<CsvRecord> {
  const place = placeInFile();
  const read: CsvRecord[] = [];
  const parser = parse({
    delimiter: await delimiterOf(source),
    record_delimiter: "\n",
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: numbers.imports.maxRecordBytes,
    on_record: (cells, info) => {
      read.push({ ...place.next(cells, info), cells, strayQuote: null });
      return cells;
    },
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error?.code !== "INVALID_OPENING_QUOTE")
        throw error ?? new TypeError("a record is skipped for an error only");
      const next = place.nextBroken(error as CsvError & Info);
      const strayQuote = { index: Number(error.index), before: String(error.field) };
      if (next) read.push({ ...next, cells: [], strayQuote });
      return undefined;
    },
  });
  // Whoever reads the parser gets the error.
  pipeline(decodeText(source.open()), parser, () => {});
  try {
    for await (const _cells of parser) yield* read.splice(0);
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, place.lineAfterLast(error as CsvError & Info)) : error;
  }
  yield* read;
}

async function delimiterOf({ open }: TextSource): Promise<"," | ";"> {
  let head = "";
  for await (const text of decodeText(open())) {
    head = (head + text).trimStart();
    if (head.includes("\n") || head.length > numbers.imports.maxRecordBytes) break;
  }
  const [header = ""] = head.split("\n", 1);
  return header.split(";").length > header.split(",").length ? ";" : ",";
}

type Progress = Pick<Info, "lines" | "empty_lines">;

/** Counts records and finds their first lines; the parser tells the last line of a record, and how many were blank so far. */
function placeInFile() {
  let number = -1;
  let last: Progress = { lines: 0, empty_lines: 0 };
  const lineAfterLast = (now: Progress) => last.lines + 1 + now.empty_lines - last.empty_lines;
  const advance = (now: Progress, line: number) => {
    last = { lines: now.lines, empty_lines: now.empty_lines };
    number += 1;
    return { number, line };
  };
  return {
    lineAfterLast,
    next: (cells: string[], now: Progress) => advance(now, now.lines - cells.join("").split("\n").length + 1),
    /** The parser stops at each stray quote; a second one on the same line is of the same record. */
    nextBroken: (now: Progress) => (now.lines === last.lines ? undefined : advance(now, lineAfterLast(now))),
  };
}

function unreadable(error: CsvError, line: number): DomainError {
  const message = sentences[error.code] ?? "The record cannot be read.";
  return invalid(`Line ${line}: ${message}`, [{ path: `line ${line}`, message }]);
}

const sentences: Partial<Record<CsvError["code"], string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'A quoted cell goes on after its closing quote. Write a quote inside a cell twice: "".',
  CSV_QUOTE_NOT_CLOSED: "A quoted cell is not closed.",
  CSV_MAX_RECORD_SIZE: `A record is longer than ${numbers.imports.maxRecordBytes} bytes. Is a quoted cell not closed?`,
};
