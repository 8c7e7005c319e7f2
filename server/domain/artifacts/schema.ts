import * as z from "zod";
import { artifactKinds } from "@/db/enums";
import { listInput } from "@/server/domain/lists/schema";
import { numbers } from "@/server/domain/numbers";
import { line, optional } from "@/server/domain/text/schema";

const { maxNameLength, maxDescriptionLength } = numbers.artifacts;

const kind = z.enum(artifactKinds, {
  error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(artifactKinds)}.`,
});
const hostId = z.uuid("The id of a host.");
const description = optional(line(maxDescriptionLength));
const digest = z
  .string("Not a text.")
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits.");
const moment = z.iso.datetime("A time in UTC, such as 2026-01-31T00:00:00Z.");
const bytes = z.int("A whole number of bytes.").min(0, "Must not be negative.");

/** What a file is called. Never a path, so it must not look like one. */
export const artifactName = line(maxNameLength)
  .min(1, "Required.")
  .refine((name) => !/[/\\]/.test(name), "A name, not a path: without / and \\.")
  .refine((name) => !/^\.+$/.test(name), "A name, not a folder.");

/** What is said of a file that is uploaded, in the query string. */
export const uploadOptions = z.strictObject({
  kind: kind.default("other"),
  host: hostId.optional(),
  description: description.default(null),
});

export const artifactReference = z.strictObject({ id: z.uuid() });

export const editArtifact = z.strictObject({
  id: z.uuid(),
  /** The revision that the editor saw. */
  version: z.int().positive(),
  changes: z
    .strictObject({ kind, hostId: hostId.nullable(), description, pinned: z.boolean("Use true or false.") })
    .partial(),
});

/** Which artifacts. Each filter narrows the others down; of several kinds, any is enough. */
export const artifactFilter = z.strictObject({
  /** Part of the name. */
  q: listInput.shape.q,
  name: artifactName.optional(),
  sha256: digest.optional(),
  kind: z
    .array(kind, "Not a list.")
    .min(1, "Name at least one.")
    .max(artifactKinds.length, `At most ${artifactKinds.length}.`)
    .optional(),
  hostId: hostId.optional(),
  /** The id of a user. */
  uploadedBy: z.uuid("The id of a user.").optional(),
  from: moment.optional(),
  /** Not in the range itself. */
  to: moment.optional(),
  minBytes: bytes.optional(),
  maxBytes: bytes.optional(),
  pinned: z.boolean("Use true or false.").optional(),
  /** Those that can still be brought back, instead of those that are there. */
  deleted: z.boolean("Use true or false.").optional(),
});

const sortable = ["uploadedAt", "name", "sizeBytes"] as const;
export type ArtifactSort = (typeof sortable)[number];

export const listArtifacts = artifactFilter.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
  sort: z
    .enum([...sortable, ...sortable.map((name) => `-${name}` as const)], {
      error: `Use ${new Intl.ListFormat("en", { type: "disjunction" }).format(sortable)}, or one of them with a minus before it.`,
    })
    .default("-uploadedAt"),
});

/** Asks for what belongs to one artifact, the newest first. */
export const artifactPage = z.strictObject({
  id: z.uuid(),
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
});

/** An artifact as the API gives it. */
export const artifact = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.int(),
  kind: z.enum(artifactKinds),
  hostId: z.uuid().nullable(),
  sizeBytes: z.int(),
  sha256: z.string(),
  /** By what the file begins with. */
  contentType: z.string(),
  /** Its bytes are not any more what the digest says, and are not given out. */
  isCorrupt: z.boolean(),
  description: z.string().nullable(),
  pinned: z.boolean(),
  uploadedBy: z.object({ id: z.string(), label: z.string() }),
  uploadedAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
  /** Counts the edits; the ETag. */
  revision: z.int(),
});

export type Artifact = z.infer<typeof artifact>;
export type UploadOptions = z.infer<typeof uploadOptions>;
export type EditArtifact = z.infer<typeof editArtifact>;
export type ArtifactFilter = z.infer<typeof artifactFilter>;
export type ListArtifacts = z.infer<typeof listArtifacts>;
export type ArtifactPage = z.infer<typeof artifactPage>;
