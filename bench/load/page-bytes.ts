import { gzipSync } from "node:zlib";
import type { Page, Response } from "@playwright/test";

/** Kilobytes of 1,000 bytes, compressed. */
export interface PageBytes {
  scripts: number;
  styles: number;
}

/** Adds up the scripts and styles that a page asks for, each compressed as a server would. Read it when the page is idle. */
export function countBytes(page: Page): () => Promise<PageBytes> {
  const responses = new Set<Response>();
  page.on("response", (response) => responses.add(response));
  const kilobytesOf = async (type: string) => {
    const asked = [...responses].filter((response) => response.request().resourceType() === type && response.ok());
    const sizes = await Promise.all(asked.map(async (response) => gzipSync(await response.body()).length));
    return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
  };
  return async () => ({ scripts: await kilobytesOf("script"), styles: await kilobytesOf("stylesheet") });
}
