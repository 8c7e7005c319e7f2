import { execFile } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { build } from "esbuild";

/** Not bundled: native code, files that are served from their package, and worker threads that load theirs by path. */
const external = ["@node-rs/argon2", "swagger-ui-dist", "pino"];

/** Packages in the older module format call `require`, which a module of ours does not have by itself. */
const banner = `import { createRequire as createRequireOfBundle } from "node:module";
const require = createRequireOfBundle(import.meta.url);`;

async function findCommit(): Promise<string> {
  try {
    // The folder may belong to somebody else, which git refuses unless told.
    const { stdout } = await promisify(execFile)("git", ["-c", "safe.directory=*", "rev-parse", "HEAD"]);
    return stdout.trim();
  } catch {
    return "unknown";
  }
}

/**
 * Replaces the characters beyond ASCII, which esbuild leaves in comments of packages only: for a single one Node would keep a
 * whole bundle in two bytes a character. One for one, so that the source map still fits.
 */
async function toAscii(bundle: string): Promise<void> {
  const text = await readFile(bundle, "utf8");
  await writeFile(bundle, text.replaceAll(/[\u0080-\uffff]/g, "?"));
}

const entryPoints = {
  main: "server/main.ts",
  worker: "server/worker.ts",
  migrate: "server/migrate.ts",
  cli: "server/cli/main.ts",
};

/** Bundles server, worker, migrate and the command line into dist/, with the migrations beside them. */
export async function buildServer(): Promise<void> {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const builtAt = new Date().toISOString();
  await build({
    entryPoints,
    outdir: "dist",
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    sourcemap: true,
    sourcesContent: false,
    banner: { js: banner },
    define: { __BUILD__: JSON.stringify({ version, commit: await findCommit(), builtAt }) },
    external,
    alias: { undici: "./scripts/build/no-undici.ts" },
    logLevel: "warning",
  });
  for (const name of Object.keys(entryPoints)) await toAscii(`dist/${name}.js`);
  await rm("dist/migrations", { recursive: true, force: true });
  await cp("db/migrations", "dist/migrations", { recursive: true });
}
