import { decodeText, type TextSource } from "@/server/domain/csv/decode";
import { emptyFile } from "@/server/domain/csv/table";
import { invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

export type NdjsonLine = {
  /** From 1, without the blank ones. */
  record: number;
  line: number;
  text: string;
};

/**
 * Reads the lines of newline-delimited JSON, leaving out blank ones. Throws `invalid` for a file without any, and for one with a
 * line longer than a record may be.
 */
export async function* readLines(source: TextSource): AsyncGenerator<NdjsonLine> {
  let [record, line] = [0, 0];
  let rest = "";
  const numbered = (text: string) => {
    line += 1;
    requireShort(text, line);
    return text.trim() === "" ? [] : [{ record: ++record, line, text }];
  };
  for await (const text of decodeText(source.open())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const each of lines) yield* numbered(each);
    requireShort(rest, line + 1);
  }
  yield* numbered(rest);
  if (record === 0) throw emptyFile();
}

function requireShort({ length }: string, line: number): void {
  const { maxRecordBytes } = numbers.imports;
  if (length <= maxRecordBytes) return;
  const message = `A record is longer than ${maxRecordBytes} bytes.`;
  throw invalid(`Line ${line}: ${message}`, [{ path: `line ${line}`, message }]);
}
