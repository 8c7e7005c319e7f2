import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./source-hash";

let directory: string;
const hash = () => hashSources([`${directory}/app/**`]);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "opsdesk-sources-"));
  mkdirSync(join(directory, "app/(desk)/[id]"), { recursive: true });
  writeFileSync(join(directory, "app/(desk)/[id]/page.tsx"), "one");
});
afterEach(() => rmSync(directory, { recursive: true }));

test("changes with a file's content, its name, and a file more", async () => {
  const seen = new Set([await hash()]);
  writeFileSync(join(directory, "app/(desk)/[id]/page.tsx"), "two");
  seen.add(await hash());
  renameSync(join(directory, "app/(desk)/[id]/page.tsx"), join(directory, "app/(desk)/page.tsx"));
  seen.add(await hash());
  writeFileSync(join(directory, "app/layout.tsx"), "");
  seen.add(await hash());
  expect(seen.size).toBe(4);
});

test("stays when nothing or only a test changes", async () => {
  const before = await hash();
  writeFileSync(join(directory, "app/page.test.tsx"), "a test");
  expect(await hash()).toBe(before);
});
