import type { Column } from "@/server/domain/host-csv/schema";

export type Format = "csv" | "ndjson";

/** What the headers of a file are, as somebody said; null for one to leave out. */
export type Mapping = Readonly<Record<string, Column | null>>;

/** A file to be imported, and how it is to be read. */
export type Source = { file: File; format: Format; mapping?: Mapping };

export const formatNames: Record<Format, string> = { csv: "CSV", ndjson: "NDJSON" };

const recognisedFromBytes = 1_024;

/** Tells from the first characters of a text what it is. A JSON array is no CSV either, and is refused with that reason. */
export function recogniseFormat(beginning: string): Format {
  return /^[\s\uFEFF]*[{[]/.test(beginning) ? "ndjson" : "csv";
}

/** A file that was chosen or dropped, by what it holds, whatever it is called. */
export async function sourceOf(file: File): Promise<Source> {
  const beginning = await file
    .slice(0, recognisedFromBytes)
    .text()
    .catch(() => "");
  return { file, format: recogniseFormat(beginning) };
}

/** A text that was pasted, as a file. */
export function pastedSource(text: string): Source {
  const format = recogniseFormat(text);
  return { file: new File([text], `pasted.${format}`), format };
}
