import * as z from "zod";
import { connectionMethods, criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";
import { ipAddress } from "@/server/domain/addresses/schema";
import { listInput } from "@/server/domain/lists/schema";
import { line, optional, paragraphs } from "@/server/domain/text/schema";

const oneOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(values)}.` });

/** A name by RFC 1123, case-folded. */
const hostname = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "Required.")
  .max(253, "At most 253 characters.")
  .refine((name) => name.split(".").every((label) => label.length <= 63), "At most 63 characters between dots.")
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, "Use a-z, 0-9 and hyphens inside.");

const port = z.int("Not a whole number.").min(1, "Must be 1 to 65535.").max(65_535, "Must be 1 to 65535.");
const sshUser = line(64).regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, "Use letters, digits, dot, underscore and hyphen.");
const tag = line(64).regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:/=-]*$/u, "Use letters, digits and _ . : / = - without spaces.");
const tags = z
  .array(tag)
  .max(50, "At most 50 tags.")
  .overwrite((values) => [...new Set(values)]);

const identity = { hostname, ip: ipAddress, os: oneOf(operatingSystems), environment: oneOf(environments) };
const texts = {
  fqdn: optional(hostname),
  owner: optional(line(100)),
  team: optional(line(100)),
  notes: optional(paragraphs(10_000)),
  sshUser: optional(sshUser),
  sshTemplate: optional(line(500)),
  bastionHost: optional(z.union([hostname, ipAddress], { error: "Not a host name or address." })),
};

/** What may be said of a host, each field by itself: also what an edit may change. */
export const hostFields = z.strictObject({
  ...identity,
  ...texts,
  criticality: oneOf(criticalities),
  status: oneOf(hostStatuses),
  tags,
  connectionMethod: oneOf(connectionMethods),
  sshPort: port,
  bastionPort: port.nullable(),
});

/** A new host: four fields are required, the others take their defaults. */
export const registerHost = z.strictObject({
  ...identity,
  ...(Object.fromEntries(Object.entries(texts).map(([name, schema]) => [name, schema.default(null)])) as {
    [Name in keyof typeof texts]: z.ZodDefault<(typeof texts)[Name]>;
  }),
  criticality: hostFields.shape.criticality.default("medium"),
  status: hostFields.shape.status.default("active"),
  tags: tags.default([]),
  connectionMethod: hostFields.shape.connectionMethod.default("direct_ssh"),
  sshPort: port.default(22),
  bastionPort: port.nullable().default(null),
});

export const hostReference = z.strictObject({ id: z.uuid() });

export const editHost = z.strictObject({
  id: z.uuid(),
  /** The version that the editor saw. */
  version: z.int().positive(),
  changes: hostFields.partial(),
});

export const hostFilter = z.strictObject({
  q: listInput.shape.q,
  environment: oneOf(environments).optional(),
  criticality: oneOf(criticalities).optional(),
  os: oneOf(operatingSystems).optional(),
  status: oneOf(hostStatuses).optional(),
  team: line(100).optional(),
  tag: line(64).optional(),
});

const sortable = [
  "hostname",
  "ip",
  "environment",
  "criticality",
  "os",
  "status",
  "team",
  "owner",
  "updatedAt",
] as const;
export type HostSort = (typeof sortable)[number];

export const listHosts = hostFilter.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
  sort: z.enum([...sortable, ...sortable.map((name) => `-${name}` as const)]).default("hostname"),
});

/** A host as the API gives it. */
export const host = z.object({
  id: z.uuid(),
  hostname: z.string(),
  fqdn: z.string().nullable(),
  ip: z.string(),
  os: z.enum(operatingSystems),
  environment: z.enum(environments),
  criticality: z.enum(criticalities),
  status: z.enum(hostStatuses),
  owner: z.string().nullable(),
  team: z.string().nullable(),
  tags: z.array(z.string()),
  notes: z.string().nullable(),
  connectionMethod: z.enum(connectionMethods),
  sshUser: z.string().nullable(),
  sshPort: z.int(),
  sshTemplate: z.string().nullable(),
  bastionHost: z.string().nullable(),
  bastionPort: z.int().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** What an import did: how many hosts, and why the others were left out. */
export const hostImportResult = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** The faults of the first records that were left out, one a column. */
  rejected: z.array(
    z.object({
      /** 1 is the first record after the header. */
      record: z.int(),
      /** The line of the file on which the record starts. */
      line: z.int(),
      column: z.string(),
      /** As the file has it, a long one cut short. */
      value: z.string(),
      reason: z.string(),
    }),
  ),
  /** How many records were left out. */
  rejectedCount: z.int(),
  /** Joins the audit events of the import. */
  batchId: z.uuid(),
});

export type Host = z.infer<typeof host>;
export type HostImportResult = z.infer<typeof hostImportResult>;
export type RegisterHost = z.infer<typeof registerHost>;
export type EditHost = z.infer<typeof editHost>;
export type ListHosts = z.infer<typeof listHosts>;
export type HostFilter = z.infer<typeof hostFilter>;
