import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAccount, nobody, type PostgresAccount } from "./account";
import { findPostgresBinaries, type PostgresBinaries } from "./binaries";

/** Everything the embedded PostgreSQL needs to run. */
export interface PostgresHome {
  /** Folder that belongs to PostgreSQL's account. */
  directory: string;
  clusterDirectory: string;
  socketDirectory: string;
  binaries: PostgresBinaries;
  account: PostgresAccount;
}

/** Where another account can reach what lies in a folder that is closed to it. */
const systemDirectory = "/var/lib/opsdesk";

/** A Unix socket's path must fit into 104 bytes (macOS) or 108 (Linux). */
const longestSocketPathBytes = 100;

function copyBinaries(binaries: PostgresBinaries): PostgresBinaries {
  const copy = join(systemDirectory, `postgresql-${binaries.version}`);
  if (!existsSync(copy)) {
    const draft = mkdtempSync(`${copy}-`);
    cpSync(binaries.directory, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  }
  return { ...binaries, directory: copy };
}

/** Moves the place of a new cluster out of `home`, which becomes a link, so that it is found again whatever is allowed then. */
function createHomeOfNobody(home: string): void {
  mkdirSync(systemDirectory, { recursive: true, mode: 0o755 });
  const directory = mkdtempSync(join(systemDirectory, "postgres-"));
  chownSync(directory, nobody.uid, nobody.gid);
  rmSync(home, { recursive: true });
  symlinkSync(directory, home);
}

function ensureSocketDirectory(home: string, { uid, gid }: PostgresAccount): string {
  const beside = join(home, "socket");
  const isShort = Buffer.byteLength(`${beside}/.s.PGSQL.5432`) < longestSocketPathBytes;
  const hash = createHash("sha256").update(home).digest("hex").slice(0, 12);
  const directory = isShort ? beside : join(tmpdir().length < 60 ? tmpdir() : "/tmp", `opsdesk-${hash}`);
  if (!existsSync(directory)) {
    mkdirSync(directory, { mode: 0o700 });
    chownSync(directory, uid, gid);
  }
  // The temporary folder is everybody's: somebody may have made this one first, to listen in our place.
  const made = lstatSync(directory);
  if (!made.isDirectory() || made.uid !== uid || (made.mode & 0o077) !== 0) {
    throw new Error(`${directory} should be a folder of user id ${uid} with mode 0700. Remove it and start again.`);
  }
  return directory;
}

/** Finds or makes the folder `dataDirectory/postgres` and the account in which PostgreSQL can use it. */
export function preparePostgresHome(dataDirectory: string, log: (line: string) => void): PostgresHome {
  const home = join(dataDirectory, "postgres");
  let binaries = findPostgresBinaries();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  let account = findAccount(binaries.directory, realpathSync(home), statSync(home));
  if (!account && process.getuid?.() === 0) {
    if (statSync(home).uid === 0 && !existsSync(join(home, "data"))) createHomeOfNobody(home);
    binaries = copyBinaries(binaries);
    account = findAccount(binaries.directory, realpathSync(home), statSync(home));
    if (account) log(`PostgreSQL runs as user id ${account.uid}, in ${realpathSync(home)}.`);
  }
  if (!account) {
    throw new Error(
      `PostgreSQL cannot use ${home}, which belongs to user id ${statSync(home).uid}. Start OpsDesk as that user, or set another DATA_DIR.`,
    );
  }
  const directory = realpathSync(home);
  const socketDirectory = ensureSocketDirectory(directory, account);
  return { directory, clusterDirectory: join(directory, "data"), socketDirectory, binaries, account };
}
