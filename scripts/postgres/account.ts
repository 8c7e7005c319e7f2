import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** How PostgreSQL's programs are started: it refuses to run as root. */
export interface PostgresAccount {
  /** Command line to put in front of the program. */
  prefix: string[];
  /** Who owns PostgreSQL's files, as we see it. */
  uid: number;
  gid: number;
  spawnOptions: { uid?: number; gid?: number };
}

export const nobody = { uid: 65534, gid: 65534 };

/** In a user namespace root looks like nobody but keeps its access to its own files, so that nothing must be copied. */
const asNobodyInNamespace = ["unshare", "--user", `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`];

/** Has the kernel stop PostgreSQL (fast shutdown) when the process that started it is killed. */
const stopWithParent = ["setpriv", "--pdeathsig", "INT", "--"];

/** The first prefix with which the packaged PostgreSQL runs and can write into `directory`. */
function findPrefix(
  prefixes: string[][],
  binaries: string,
  directory: string,
  spawnOptions: PostgresAccount["spawnOptions"],
): string[] | undefined {
  const succeeds = (command: string[]) => spawnSync(command[0] ?? "", command.slice(1), spawnOptions).status === 0;
  return prefixes.find(
    (prefix) =>
      succeeds([...prefix, join(binaries, "bin/postgres"), "--version"]) &&
      succeeds([...prefix, "test", "-w", directory]),
  );
}

/**
 * The account in which the PostgreSQL in `binaries` can work in `directory`, which belongs to `owner`.
 *
 * @returns undefined when it cannot: root where namespaces are refused, or files out of the owner's reach.
 */
export function findAccount(
  binaries: string,
  directory: string,
  owner: { uid: number; gid: number },
): PostgresAccount | undefined {
  const isRoot = process.getuid?.() === 0;
  const spawnOptions = isRoot && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : {};
  const base = isRoot && owner.uid === 0 ? asNobodyInNamespace : [];
  const prefix = findPrefix([[...base, ...stopWithParent], base], binaries, directory, spawnOptions);
  return prefix && { prefix, uid: owner.uid, gid: owner.gid, spawnOptions };
}
