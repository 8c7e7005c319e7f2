import * as z from "zod";
import { environments } from "@/db/enums";
import { columns } from "@/server/domain/host-csv/schema";

const column = z.enum(columns, { error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(columns)}.` });

/** As the JSON object that a query string can carry. */
const mapping = z
  .string("Not a text.")
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: "custom", message: "Not JSON." });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), column.nullable(), "Not an object of headers and columns."));

/** How a file of hosts is imported. A dry run changes nothing, and its id makes the import do exactly what it showed. */
export const importHosts = z
  .strictObject({
    dryRun: z.boolean("Use true or false.").default(false),
    previewId: z.uuid("Not the id of a preview.").optional(),
    /** How the log calls the file. */
    fileName: z.string("Not a text.").max(255, "At most 255 characters.").optional(),
    /** What headers are that name no column themselves; null for one to pass over. */
    columns: mapping.optional(),
  })
  .refine(({ dryRun, previewId }) => !dryRun || previewId === undefined, {
    path: ["previewId"],
    message: "A preview is made, or applied.",
  })
  .refine(({ columns, previewId }) => columns === undefined || previewId === undefined, {
    path: ["columns"],
    message: "A preview knows its columns.",
  });

const fields = z.record(z.string(), z.unknown());

/** What becomes of one host. */
const hostChange = z.object({
  /** 1 is the first record, the header aside. */
  record: z.int(),
  /** The line of the file on which the record starts. */
  line: z.int(),
  action: z.enum(["created", "updated"]),
  /** Null for a host that a dry run would create. */
  id: z.uuid().nullable(),
  hostname: z.string(),
  environment: z.enum(environments),
  /** The fields that change, as they were; null for a new host. */
  before: fields.nullable(),
  /** The fields that change, as they become; all of a new host. */
  after: fields,
});

const reject = z.object({
  record: z.int(),
  line: z.int(),
  /** A column of a CSV, a field of NDJSON; empty where the record cannot be read at all. */
  column: z.string(),
  /** As the file has it, a long one cut short. */
  value: z.string(),
  reason: z.string(),
});

/** What an import did, or for a dry run would do: how many hosts, and why the others were left out. */
export const hostImportResult = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** The faults of the first records that were left out, one a column. */
  rejected: z.array(reject),
  /** How many records were left out. */
  rejectedCount: z.int(),
  /** Of them, how many because their hosts are not as the preview has shown them. */
  stale: z.int(),
  /** The first of the hosts that are created or updated, those that are updated before those that are created. */
  changes: z.array(hostChange),
  /** The headers of a CSV, and the column that each was taken for; null for one that was passed over. */
  columns: z.array(z.object({ header: z.string(), column: column.nullable() })),
  /** The columns that a CSV must have and lacks; a dry run then says nothing of its records. */
  missingColumns: z.array(column),
  /** With a dry run: sent with the same file, it applies exactly what was shown. */
  previewId: z.uuid().nullable(),
  /** Joins the audit events of the import; null for a dry run. */
  batchId: z.uuid().nullable(),
});

export type HostChange = z.infer<typeof hostChange>;
export type HostReject = z.infer<typeof reject>;
export type ImportHosts = z.infer<typeof importHosts>;
export type HostImportResult = z.infer<typeof hostImportResult>;
