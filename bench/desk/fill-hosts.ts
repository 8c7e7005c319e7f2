import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { v7 as newId } from "uuid";
import { administer, type Connection } from "@/scripts/postgres/administer";
import { type EstateHost, estate } from "@/scripts/seed/estate";
import { hostColumns } from "@/server/domain/host-rows/select";
import type { BenchDatabase } from "./database";

/** Hosts sent with one write. */
const chunkHosts = 1_000;

/**
 * Fills the register with an estate, past the program and its audit log, because only the hosts are measured. The indexes are
 * made afterwards, which takes a third of the time, and the statistics are fresh.
 */
export async function fillHosts({ ownerUrl }: BenchDatabase, count: number): Promise<void> {
  await administer(ownerUrl, async (sql) => {
    await sql`set maintenance_work_mem = '512MB'`;
    await withoutIndexes(sql, async () => {
      const columns = Object.values(hostColumns).map(({ name }) => name);
      const copy = await sql`copy hosts (${sql(columns)}) from stdin`.writable();
      await pipeline(Readable.from(linesOf(count)), copy);
    });
    await sql`vacuum (analyze) hosts`;
  });
}

async function withoutIndexes(sql: Connection, work: () => Promise<void>): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'hosts' and indexname not in (select conname from pg_constraint)`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await work();
  for (const { definition } of indexes) await sql.unsafe(definition);
}

function* linesOf(count: number): Generator<string> {
  let lines = "";
  let number = 0;
  for (const host of estate({ hosts: count, seed: 1, now: new Date() })) {
    lines += lineOf(host);
    number += 1;
    if (number % chunkHosts > 0 && number < count) continue;
    yield lines;
    lines = "";
  }
}

function lineOf(host: EstateHost): string {
  const row = { id: newId(), version: 1, ...host };
  return `${Object.keys(hostColumns)
    .map((name) => cellOf(row[name as keyof typeof row]))
    .join("\t")}\n`;
}

/** As COPY reads it. No tag of an estate has a comma or a quote. */
function cellOf(value: string | number | string[] | null): string {
  if (value === null) return "\\N";
  const text = Array.isArray(value) ? `{${value.join(",")}}` : String(value);
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
