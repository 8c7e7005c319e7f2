import { sql } from "drizzle-orm";
import type { Tx } from "@/db/connect";
import { preparedOnce } from "@/db/prepared";
import type { WriteContext } from "@/server/domain/context";
import type { Host } from "@/server/domain/hosts/schema";
import { addressOf, nameOf } from "./existing-hosts";

const lock = (key: string) => sql<null>`pg_advisory_xact_lock(hashtextextended(${sql.placeholder(key)}, 0))`;

const lockBoth = preparedOnce((db: Tx) =>
  db
    .select({ name: lock("name"), address: lock("address") })
    .from(sql`(select) as nothing`)
    .prepare("lock_host_identity"),
);

/**
 * Makes those who want one name or one address come one after another until the transaction ends. The constraints alone would
 * refuse all but one as well, but each waits for every row that is not committed, its rivals' too: dozens at once would deadlock.
 * Not for many hosts in one transaction, because each lock takes a place in the database's memory.
 */
export async function awaitTurn(tx: WriteContext, host: Pick<Host, "environment" | "hostname" | "ip">): Promise<void> {
  await lockBoth(tx.db).execute({ name: `name ${nameOf(host)}`, address: `address ${addressOf(host)}` });
}
