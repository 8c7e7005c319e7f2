import { generateKeyPairSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/connect";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { findNewestSigned } from "@/server/domain/audit-tree/checkpoints";
import { publishCheckpoint } from "@/server/domain/audit-tree/published";
import { sealEvents, signCheckpoints } from "@/server/domain/audit-tree/seal";
import { readSigningKey, type SigningKey } from "@/server/domain/audit-tree/signing-key";
import type { Context } from "@/server/domain/context";

/** A key of one's own, such as a forger has. */
export async function newSigningKey(file: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }));
  return readSigningKey(file);
}

const story = (number: number): AuditEvent => ({
  action: number % 3 === 0 ? "host.registered" : "host.updated",
  subject: { type: "host", id: String(number), label: `web-${number} „ü“ \u2028` },
  ...(number % 3 > 0 && { before: { notes: `was ${number}\n"quoted"`, sshPort: number, tags: ["a", "b"] } }),
  after: { notes: "x".repeat(number % 90), weight: number / 7, big: 1e21 * number, isOn: true, none: null },
  reason: `OPS-${number}`,
});

/** Writes so many events and seals them, in batches of 1 to 40. */
export async function writeSealedEvents(ctx: Context, key: SigningKey, count: number): Promise<void> {
  for (let written = 0, batch = 1; written < count; batch = (batch * 7) % 41) {
    const events = Array.from({ length: Math.min(batch, count - written) }, (_, place) => story(written + place));
    await audited(ctx, "hosts.write", async () => ({ result: null, events }));
    await sealEvents(ctx);
    await signCheckpoints(ctx, { key, last: undefined });
    written += events.length;
  }
}

/** Publishes the newest checkpoint. */
export async function publishNewest({ db }: Context, key: SigningKey, directory: string): Promise<void> {
  const { checkpoint, note } = (await findNewestSigned(db))!;
  await publishCheckpoint(directory, note, { name: checkpoint.origin, publicKey: key.publicKey });
}

class RolledBack extends Error {}

/** Does what a superuser can do, past all triggers, looks at what comes of it, and undoes it. */
export async function tampering(superuser: Db, work: (db: Db) => Promise<void>): Promise<void> {
  const undone = superuser.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await work(tx as unknown as Db);
    throw new RolledBack();
  });
  await undone.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}
