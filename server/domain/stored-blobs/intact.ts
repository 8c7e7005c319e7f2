import { createHash, timingSafeEqual } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { blobs } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { type Context, system } from "@/server/domain/context";

export class DamagedBytes extends Error {
  constructor() {
    super("the bytes are not what their digest says");
    this.name = "DamagedBytes";
  }
}

/** Passes bytes on and holds the last of them back until all are known to be what the digest says. Throws `DamagedBytes`. */
export async function* verified(
  chunks: AsyncIterable<Uint8Array>,
  sha256: Uint8Array,
): AsyncGenerator<Uint8Array, undefined> {
  const hash = createHash("sha256");
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (!timingSafeEqual(hash.digest(), sha256)) throw new DamagedBytes();
  if (held) yield held;
}

/** The bytes of a digest as somebody has seen them: what was brought anew meanwhile is not condemned. */
export type SeenBlob = Pick<typeof blobs.$inferSelect, "sha256" | "sizeBytes" | "verifiedAt">;

/** Says that bytes are damaged, which is an event of OpsDesk itself. From then on they are not given out. */
export async function markCorrupt(ctx: Context, { sha256, verifiedAt }: SeenBlob): Promise<void> {
  await audited({ ...ctx, actor: system, idempotency: null }, "artifacts.verify", async (tx) => {
    const marked = await tx.db
      .update(blobs)
      .set({ state: "corrupt" })
      .where(and(eq(blobs.sha256, sha256), eq(blobs.state, "ready"), eq(blobs.verifiedAt, verifiedAt)))
      .returning({ sizeBytes: blobs.sizeBytes });
    const digest = Buffer.from(sha256).toString("hex");
    const subject = { type: "blob", id: digest, label: digest };
    const events = marked.map((blob) => ({ action: "blob.found-corrupt" as const, subject, after: blob }));
    return { result: undefined, events };
  });
}
