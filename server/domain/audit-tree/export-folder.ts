import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { audited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { findNewestSigned, getKeyText } from "./checkpoints";
import { getEntryBundle, getTile } from "./entries";
import { type TileName, tilePath, tilesOf } from "./tiles";

/**
 * Writes the whole log to a folder, as C2SP tlog-tiles has it: all that is needed to verify it elsewhere. What is there already and
 * full is left alone, so that a folder is brought up to date. The export is an event itself, which is not in it. Gives the size that
 * was written. Throws `not_found` for an empty log.
 */
export async function exportLog(ctx: Context, folder: string): Promise<{ origin: string; size: number }> {
  const newest = await findNewestSigned(ctx.db);
  if (!newest) throw notFound("checkpoint");
  const { origin, size } = newest.checkpoint;
  const subject = { type: "export", id: null, label: size === 1 ? "1 audit event" : `${size} audit events` };
  const event = { action: "audit-events.exported" as const, subject, after: { format: "tiles", rows: size } };
  await audited(ctx, "audit-events.read", async () => ({ result: null, events: [event] }));
  for (const tile of tilesOf(size)) {
    await writeOnce(folder, tile, () => getTile(ctx, tile));
    if (tile.level > 0) continue;
    await writeOnce(folder, { ...tile, level: "entries" }, () => getEntryBundle(ctx, tile));
  }
  await write(join(folder, "key"), `${await getKeyText(ctx)}\n`);
  // Last, so that it never speaks of what is not there yet.
  await write(join(folder, "checkpoint"), newest.note);
  return { origin, size };
}

async function writeOnce(folder: string, tile: TileName, read: () => Promise<Uint8Array>): Promise<void> {
  const file = join(folder, "tile", tilePath(tile));
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await write(file, await read());
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.draft`, content);
  await rename(`${file}.draft`, file);
}
