import * as z from "zod";
import { connectionMethods, criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";
import { addressRange, ipAddress } from "@/server/domain/addresses/schema";
import { historyItem } from "@/server/domain/audit-events/schema";
import { listInput } from "@/server/domain/lists/schema";
import { numbers } from "@/server/domain/numbers";
import { line, optional, paragraphs } from "@/server/domain/text/schema";

const oneOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(values)}.` });

/** A name by RFC 1123, case-folded. */
const hostname = z
  .string("Not a text.")
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
  .array(tag, "Not a list.")
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

/** What names a host. */
export const hostName = hostFields.pick({ environment: true, hostname: true });

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

/** One of several values; a query string repeats the parameter. */
const anyOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(oneOf(values), "Not a list.")
    .min(1, "Name at least one.")
    .max(values.length, `At most ${values.length}.`)
    .optional();

const anyText = (maxLength: number) =>
  z
    .array(line(maxLength).min(1, "Required."), "Not a list.")
    .min(1, "Name at least one.")
    .max(numbers.hosts.maxFilterValues, `At most ${numbers.hosts.maxFilterValues}.`)
    .optional();

/** Which hosts. Each filter narrows the others down; of its values, any is enough, but all tags are asked for. */
export const hostFilter = z.strictObject({
  q: listInput.shape.q,
  environment: anyOf(environments),
  criticality: anyOf(criticalities),
  os: anyOf(operatingSystems),
  status: anyOf(hostStatuses),
  team: anyText(100),
  owner: anyText(100),
  tag: anyText(64),
  /** A range of addresses, such as 10.0.0.0/8, or one address. */
  cidr: addressRange.optional(),
  registeredSince: z.iso.datetime("A time in UTC, such as 2026-01-31T00:00:00Z.").optional(),
  /** Neither changed nor seen since. */
  staleSince: z.iso.datetime("A time in UTC, such as 2026-01-31T00:00:00Z.").optional(),
});

const sortable = [
  "hostname",
  "fqdn",
  "ip",
  "environment",
  "criticality",
  "os",
  "status",
  "team",
  "owner",
  "lastSeenAt",
  "createdAt",
  "updatedAt",
] as const;
export type HostSort = (typeof sortable)[number];

const hostSort = z.enum([...sortable, ...sortable.map((name) => `-${name}` as const)], {
  error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(sortable)}, or one of them with a minus before it.`,
});

export const listHosts = hostFilter.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
  sort: hostSort.default("hostname"),
});

/** Asks for what stands beside a host in a list. */
export const hostNeighbours = hostFilter.extend({ id: z.uuid(), sort: hostSort.default("hostname") });

/** The host before and the one after in a list; null at its ends. */
const neighbour = z.object({ id: z.uuid(), hostname: z.string() }).nullable();
export const neighbours = z.object({ previous: neighbour, next: neighbour });

/** What hosts have in a field of free text, to choose a filter from. */
export const hostValues = z.strictObject({ field: z.enum(["team", "owner"]) });
export const values = z.object({ values: z.array(z.string()) });

const version = z.int().positive();
const reason = optional(line(500)).default(null);

/** The version that somebody saw, and why it changes. */
export const hostVersion = z.strictObject({ id: z.uuid(), version, reason });

export const deleteHost = hostVersion.extend({
  /** The name of the host, typed once more: asked for in prod. */
  confirmation: z.string("Not a text.").max(253, "At most 253 characters.").optional(),
});

/** One change of several hosts, each in the version that somebody saw. */
export const editHosts = z.strictObject({
  hosts: z
    .array(z.strictObject({ id: z.uuid(), version }))
    .min(1, "Name at least one host.")
    .max(numbers.hosts.maxBulk, `At most ${numbers.hosts.maxBulk} hosts.`)
    .refine((hosts) => new Set(hosts.map(({ id }) => id)).size === hosts.length, "Name each host once."),
  changes: hostFields
    .pick({ os: true, environment: true, criticality: true, status: true, owner: true, team: true })
    .extend({ addTags: tags, removeTags: tags })
    .partial(),
  reason,
});

/** What a change of several hosts did. */
export const editedHosts = z.object({
  updated: z.int(),
  unchanged: z.int(),
  /** Joins the audit events of the change. */
  batchId: z.uuid(),
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

const counted = z.object({ count: z.int(), since: z.iso.datetime() });

/** What the estate is made of. */
export const hostSummary = z.object({
  /** How many hosts there are of each kind that there is. */
  counts: z.array(
    host.pick({ environment: true, criticality: true, os: true, status: true }).extend({ count: z.int() }),
  ),
  /** Registered since, whatever their status. */
  registered: counted,
  /** Not retired, and neither changed nor seen since. */
  stale: counted,
});

/** Asks for the history of one host, the newest change first. */
export const hostHistory = z.strictObject({
  id: z.uuid(),
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
});

/** The last changes of any hosts; a change of many at once is one of them. */
export const recentChanges = z.object({ items: z.array(historyItem) });

export type Host = z.infer<typeof host>;
export type RegisterHost = z.infer<typeof registerHost>;
export type EditHost = z.infer<typeof editHost>;
export type ListHosts = z.infer<typeof listHosts>;
export type HostFilter = z.infer<typeof hostFilter>;
export type HostNeighbours = z.infer<typeof hostNeighbours>;
export type Neighbours = z.infer<typeof neighbours>;
export type HostValues = z.infer<typeof hostValues>;
export type HostVersion = z.infer<typeof hostVersion>;
export type DeleteHost = z.infer<typeof deleteHost>;
export type EditHosts = z.infer<typeof editHosts>;
export type EditedHosts = z.infer<typeof editedHosts>;
export type HostSummary = z.infer<typeof hostSummary>;
export type HostHistory = z.infer<typeof hostHistory>;
