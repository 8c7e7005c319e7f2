import { execFile } from "node:child_process";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PostgresHome } from "./home";

function refuseOtherMajorVersion({ clusterDirectory, binaries }: PostgresHome): void {
  const version = readFileSync(join(clusterDirectory, "PG_VERSION"), "utf8").trim();
  if (version === binaries.majorVersion) return;
  throw new Error(
    `${clusterDirectory} was made by PostgreSQL ${version}; this OpsDesk brings PostgreSQL ${binaries.majorVersion}, which cannot open it. ` +
      `Dump it with the OpsDesk that made it and restore the dump here, or set another DATA_DIR.`,
  );
}

/** Makes the cluster in `home` unless it is there: UTF-8, the builtin C.UTF-8 locale, passwords for every connection. */
export async function createCluster(home: PostgresHome, superuserPassword: string): Promise<void> {
  if (existsSync(home.clusterDirectory)) return refuseOtherMajorVersion(home);
  const { prefix, spawnOptions, uid, gid } = home.account;
  // Made aside and renamed: an interrupted initdb leaves a folder that looks like a cluster.
  const draft = `${home.clusterDirectory}.new`;
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = join(home.directory, "password");
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
  chownSync(passwordFile, uid, gid);
  const initdb = [
    join(home.binaries.directory, "bin/initdb"),
    "--pgdata",
    draft,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
  const [command = "", ...args] = [...prefix, ...initdb];
  try {
    await promisify(execFile)(command, args, { ...spawnOptions, cwd: home.directory });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, home.clusterDirectory);
}
