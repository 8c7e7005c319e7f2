import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { print, step, together } from "@/scripts/launch/progress";
import { withLock } from "@/scripts/process-lock.mjs";
import { hashSources } from "./source-hash";

/** One thing that is built, and rebuilt only when what it is made of has changed. */
interface Part {
  name: string;
  sources: string[];
  /** Without these it is stale, whatever the stamp says. */
  outputs: string[];
  stamp: string;
  build: (signal: AbortSignal) => Promise<void>;
}

const forBoth = ["package.json", "package-lock.json", "tsconfig.json"];

const parts: Part[] = [
  {
    name: "server and worker built",
    sources: [...forBoth, "{server,db}/**", "scripts/build/build-server.ts"],
    outputs: ["dist/main.js", "dist/worker.js", "dist/migrate.js", "dist/cli.js", "dist/migrations/meta/_journal.json"],
    stamp: "dist/server.stamp",
    build: async () => (await import("./build-server")).buildServer(),
  },
  {
    name: "web built",
    // Of the server, pages may import the browser-safe modules of the domain only; the linter keeps it so.
    sources: [
      ...forBoth,
      "{app,public,server/domain}/**",
      "db/enums.ts",
      "{next.config,proxy,instrumentation,instrumentation-client}.ts",
      "postcss.config.*",
      "scripts/build/build-web.ts",
    ],
    outputs: [".next/standalone/server.js", ".next/standalone/.next/static"],
    stamp: "dist/web.stamp",
    build: async (signal) => (await import("./build-web")).buildWeb(signal),
  },
];

async function buildPart({ name, sources, outputs, stamp, build }: Part, signal: AbortSignal): Promise<void> {
  const hash = await hashSources(sources);
  const isBuilt = outputs.every((output) => existsSync(output));
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  // An interrupted build leaves no stamp, and a change while it runs makes it stale at once.
  rmSync(stamp, { force: true });
  await step(name, () => build(signal));
  writeFileSync(stamp, hash);
}

/**
 * Builds what is stale: the server, the pages, both or nothing. Several starts in one folder wait for each other.
 *
 * @throws Error with what the compiler printed, or the reason of `signal` when it is aborted.
 */
export async function buildWhenStale(signal: AbortSignal): Promise<void> {
  mkdirSync("dist", { recursive: true });
  const whenWaiting = (pid: number) => print(`Waiting for the build that process ${pid} is running in this folder.`);
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const buildAll = () =>
    together(
      parts.map((part) => buildPart(part, stop)),
      failure,
    );
  await withLock("dist/.build.lock", whenWaiting, buildAll, signal);
}
