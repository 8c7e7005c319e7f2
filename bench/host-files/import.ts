import { readFile } from "node:fs/promises";
import { startDatabase } from "@/bench/desk/database";
import { startServer } from "@/bench/desk/server";
import type { Effort, Measurement, Outcome } from "@/bench/measurement";
import { administer } from "@/scripts/postgres/administer";
import { sendImport } from "./send-file";

const parts = ["preview", "apply", "previewAgain", "applyAgain", "direct"] as const;
type Seconds = Record<(typeof parts)[number], number[]>;

/** Previews the estate and applies it, does both again, and imports it at once into an empty register. */
async function measureParts({ rounds, signal, say }: Effort): Promise<Seconds> {
  const file = new Uint8Array(await readFile("e2e/fixtures/estate.csv"));
  const { created } = JSON.parse(await readFile("e2e/fixtures/estate.expected.json", "utf8")) as { created: number };
  await using database = await startDatabase();
  await using server = await startServer(database, signal);
  const seconds: Seconds = { preview: [], apply: [], previewAgain: [], applyAgain: [], direct: [] };
  const time = async (part: keyof Seconds, query: string, expected: { created?: number; unchanged?: number }) => {
    const sent = await sendImport(server.url, database.secret, file, query);
    for (const [name, count] of Object.entries({ created: 0, updated: 0, unchanged: 0, ...expected })) {
      if (sent.result[name as "created"] !== count)
        throw new Error(`${part} gave ${sent.result[name as "created"]} ${name}`);
    }
    seconds[part].push(sent.seconds);
    return `?previewId=${sent.result.previewId}`;
  };
  const empty = () => administer(database.ownerUrl, (sql) => sql`truncate hosts cascade`);
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${created} hosts previewed and applied, twice, and imported at once`);
    await time("apply", await time("preview", "?dryRun=true", { created }), { created });
    await time("applyAgain", await time("previewAgain", "?dryRun=true", { unchanged: created }), {
      unchanged: created,
    });
    await empty();
    await time("direct", "", { created });
    await empty();
  }
  return seconds;
}

let measured: Promise<Seconds> | undefined;

/** Once for both measures. */
async function outcomeOf(
  effort: Effort,
  part: keyof Seconds,
  details: Record<string, keyof Seconds>,
): Promise<Outcome> {
  measured ??= measureParts(effort);
  const seconds = await measured;
  return {
    values: seconds[part],
    details: Object.entries(details).map(([name, detail]) => ({ name, unit: "s", values: seconds[detail] })),
  };
}

const estate =
  "e2e/fixtures/estate.csv by POST /api/v1/hosts/import to a server without hosts, until the answer is there: 5,044 records, of " +
  "which 5,000 are good";

export const hostPreview: Measurement = {
  name: "host-preview",
  title: "Preview of an import of 5,000 hosts",
  limit: { atMost: 3 },
  unit: "s",
  method: `A dry run of ${estate}; what is shown is kept.`,
  run: (effort) => outcomeOf(effort, "preview", { "where they are there already": "previewAgain" }),
};

export const hostImport: Measurement = {
  name: "host-import",
  title: "Import of 5,000 hosts by HTTP",
  limit: { atMost: 5 },
  unit: "s",
  method: `Applies a preview of ${estate}, each written with its audit event, in one transaction.`,
  run: (effort) =>
    outcomeOf(effort, "apply", {
      "the same file again, which changes nothing": "applyAgain",
      "without a preview": "direct",
    }),
};
