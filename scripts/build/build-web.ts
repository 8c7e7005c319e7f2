import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { promisify } from "node:util";

/** Builds the pages as a program of their own in .next/standalone, with the files that it serves beside it. */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  try {
    const maxBuffer = 64 * 1024 * 1024;
    await promisify(execFile)(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      env,
      signal,
      maxBuffer,
    });
  } catch (error) {
    signal.throwIfAborted();
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`next build failed:\n${stdout}${stderr}`);
  }
  await cp(".next/static", ".next/standalone/.next/static", { recursive: true });
  if (existsSync("public")) await cp("public", ".next/standalone/public", { recursive: true });
}
