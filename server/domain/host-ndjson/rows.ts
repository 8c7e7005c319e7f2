import type { TextSource } from "@/server/domain/csv/decode";
import { type Fault, schemaFaults } from "@/server/domain/csv/faults";
import type { HostField, HostRecord, Reading } from "@/server/domain/host-import/record";
import { hostName, registerHost } from "@/server/domain/hosts/schema";
import { readLines } from "@/server/domain/ndjson/lines";
import { shortened } from "@/server/domain/text/shortened";

const allFields = Object.keys(registerHost.shape) as HostField[];

/** Of a record with fields that there are not, so many are told. */
const maxUnknownShown = 20;

/** Reads the hosts of newline-delimited JSON in its order. Throws `invalid` for a file without records, or that is not text. */
export async function* readNdjsonHosts(source: TextSource): AsyncGenerator<HostRecord> {
  for await (const { record, line, text } of readLines(source)) {
    const input = parseObject(text);
    yield {
      record,
      line,
      fields: allFields.filter((field) => input !== undefined && Object.hasOwn(input, field)),
      reading: input ? readObject(input) : { host: null, name: null, faults: [notAnObject(text)] },
      shown: (field) => shownValue(input?.[field]),
    };
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const notAnObject = (text: string): Fault => ({ column: "", value: shortened(text), reason: "not a JSON object" });

/** The host that an object means, by the names of the API. */
function readObject(input: Record<string, unknown>): Reading {
  const parsed = registerHost.safeParse(input);
  if (parsed.success) return { host: parsed.data, name: parsed.data, faults: null };
  const unknown = Object.keys(input).filter((name) => !(allFields as string[]).includes(name));
  const faults = [
    ...schemaFaults(
      parsed.error,
      { columns: allFields, cells: allFields.map((field) => shownValue(input[field])) },
      input,
      (field) => field,
    ),
    ...unknown
      .slice(0, maxUnknownShown)
      .map((name) => ({ column: shortened(name), value: shownValue(input[name]), reason: "there is no such field" })),
  ];
  const { hostname, environment } = input;
  return { host: null, name: hostName.safeParse({ hostname, environment }).data ?? null, faults };
}

function shownValue(value: unknown): string {
  // What is not there has no JSON.
  return shortened(typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));
}
