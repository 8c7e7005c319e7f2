import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { keyText, type LogKey, parseCheckpoint, parseKeyText, type SignedCheckpoint } from "./proof";

/** What was written to the folder of published checkpoints, each where there is a readable one. Nothing of it is verified. */
export type Published = { checkpoint?: SignedCheckpoint; key?: LogKey };

/** Reads what was published last. */
export async function readPublished(directory: string): Promise<Published> {
  const [note, text] = await Promise.all([textOf(join(directory, "checkpoint")), textOf(join(directory, "key"))]);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
  const key = text === undefined ? undefined : await parseKeyText(text);
  if (note !== undefined && !checkpoint) throw new Error(`${join(directory, "checkpoint")} is no checkpoint.`);
  return { ...(checkpoint && { checkpoint }), ...(key && { key }) };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a checkpoint where no administrator of the database reaches it, and the key beside it. */
export async function publishCheckpoint(directory: string, note: string, key: LogKey): Promise<void> {
  await mkdir(directory, { recursive: true });
  await replaceFile(join(directory, "key"), `${await keyText(key)}\n`);
  await replaceFile(join(directory, "checkpoint"), note);
}

/** Whoever reads the file finds the former or the new one whole, also after a crash. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await using handle = await open(draft, "w", 0o644);
  await handle.writeFile(text);
  await handle.sync();
  await rename(draft, file);
}
