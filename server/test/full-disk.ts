import { execFile } from "node:child_process";
import { mkdtemp, open, rm, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/connect";
import type { TestDatabase } from "./database";

const run = promisify(execFile);

/** The place of one partition of the audit log, which can be filled to its last byte. */
export type FullDisk = {
  fill: () => Promise<void>;
  free: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Puts the empty partition of the month of `at` where it can be filled: as root in a tablespace on a file system of its own,
 * elsewhere behind the largest file that the kernel lets the connections of `server` write.
 */
export async function limitDisk(database: TestDatabase, server: Db, at: Date): Promise<FullDisk> {
  const superuser = database.open("superuser");
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-disk-"));
  const [row] = await superuser.execute<{ directory: string }>(
    sql`select setting as directory from pg_settings where name = 'data_directory'`,
  );
  // As PostgreSQL's own files, in whichever account it runs.
  const { uid, gid } = await stat(row!.directory);
  const options = `size=64k,mode=0700,uid=${uid},gid=${gid}`;
  const mounted = await run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).catch(() => undefined);
  if (mounted) return smallTablespace(superuser, at, folder);
  await rmdir(folder);
  return limitedFiles(superuser, server, at);
}

async function smallTablespace(superuser: Db, at: Date, folder: string): Promise<FullDisk> {
  const partition = sql.identifier(partitionOf(at));
  const filler = join(folder, "filler");
  await superuser.execute(sql.raw(`create tablespace small location '${folder}'`));
  await superuser.execute(sql`alter table ${partition} set tablespace small`);
  const free = () => rm(filler, { force: true });
  return {
    fill: async () => {
      await using file = await open(filler, "w");
      const write = (): Promise<void> => file.write(Buffer.alloc(4_096)).then(write);
      await write().catch((error: unknown) => {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      });
    },
    free,
    [Symbol.asyncDispose]: async () => {
      await free();
      await superuser.execute(sql`alter table ${partition} set tablespace pg_default`);
      await superuser.execute(sql`drop tablespace small`);
      await run("umount", [folder]);
      await rmdir(folder);
    },
  };
}

/** More than a segment of the write-ahead log, which the same limit holds for. */
const fileBytes = 17 * 1_048_576;

async function limitedFiles(superuser: Db, server: Db, at: Date): Promise<FullDisk> {
  const limit = async (size: string) => {
    // All connections of the pool at once, so that none is opened later without the limit.
    const asked = Array.from({ length: server.$client.options.max }, () =>
      server.execute(sql`select pg_backend_pid() as pid, pg_sleep(0.2)`),
    );
    for (const [row] of await Promise.all(asked))
      await run("prlimit", [`--pid=${String(row?.pid)}`, `--fsize=${size}:`]);
  };
  const sizeBytes = async () => {
    const [row] = await superuser.execute(sql`select pg_relation_size(${partitionOf(at)})::int as size`);
    return Number(row?.size);
  };
  return {
    fill: async () => {
      while ((await sizeBytes()) < fileBytes) await addFiller(superuser, at, 10_000);
      await limit(String(await sizeBytes()));
      const fillLastPage = (): Promise<void> => addFiller(server, at, 1).then(fillLastPage);
      await fillLastPage().catch(() => {});
    },
    free: () => limit("unlimited"),
    [Symbol.asyncDispose]: () => limit("unlimited"),
  };
}

/** Rows smaller than an event, so that no page has room for one. */
async function addFiller(db: Db, at: Date, rows: number): Promise<void> {
  await db.execute(sql`
    insert into audit_events (id, occurred_at, actor_kind, actor_label, action, subject_type, subject_label, request_id, canonical)
    select gen_random_uuid(), ${at.toISOString()}::timestamptz, 'system', '', 'disk.filled', '', '', '', decode(repeat('00', 200), 'hex')
    from generate_series(1, ${rows}::int)`);
}

function partitionOf(at: Date): string {
  return `audit_events_${at.toISOString().slice(0, 7).replace("-", "_")}`;
}
