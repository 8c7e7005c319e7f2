import type { z } from "zod";
import { cliSettings, migrateSettings, serverSettings, workerSettings } from "@/server/env";
import { table } from "./table";

const processes = { server: serverSettings, worker: workerSettings, migrate: migrateSettings, opsdesk: cliSettings };

type Row = { name: string; sentence: string; defaults: Map<string, string>; readers: string[] };

/** One row a setting, however many processes read it. */
function settingRows(): Row[] {
  const rows = new Map<string, Row>();
  for (const [reader, schema] of Object.entries(processes)) {
    for (const [name, setting] of Object.entries<z.ZodType>(schema.shape)) {
      const row: Row = rows.get(name) ?? {
        name,
        sentence: setting.description ?? "",
        defaults: new Map(),
        readers: [],
      };
      rows.set(name, row);
      row.readers.push(reader);
      row.defaults.set(defaultOf(setting), reader);
    }
  }
  return [...rows.values()];
}

function defaultOf(setting: z.ZodType): string {
  const absent = setting.safeParse(undefined);
  if (!absent.success) return "**required**";
  const isEmpty = absent.data === undefined || (Array.isArray(absent.data) && absent.data.length === 0);
  return isEmpty ? "none" : `\`${String(absent.data)}\``;
}

function defaultsOf({ defaults }: Row): string {
  if (defaults.size === 1) return [...defaults.keys()].join("");
  return [...defaults].map(([value, reader]) => `${value} (${reader})`).join(", ");
}

/** docs/configuration.md */
export function configurationPage(): string {
  const settings = settingRows().map((row) => [
    `\`${row.name}\``,
    defaultsOf(row),
    row.readers.join(", "),
    row.sentence,
  ]);
  return `# Configuration

<!-- Made by \`npm run docs\` from server/env.ts. -->

OpsDesk is configured by environment variables, read once at the start. An empty variable counts as unset. A process whose settings
are unusable says all that is wrong with them and ends with exit code 1.

${table(["Setting", "Default", "Read by", "What it does"], settings)}
\`npm start\` makes what is required itself and hands it to the processes. Besides, it reads:

${table(
  ["Setting", "Default", "What it does"],
  [
    ["`DATA_DIR`", "`./data`", "The folder of everything that `npm start` keeps: database, secrets, logs."],
    [
      "`DATABASE_URL`",
      "none",
      "A PostgreSQL to use instead of the embedded one. A role that may create roles is enough: the server's own is then made.",
    ],
    ["`METRICS_PORT`", "`9464`, worker `9465`", "Where taken, free ports are chosen and printed."],
  ],
)}
The pages' own process (\`web\`) reads:

${table(
  ["Setting", "Default", "What it does"],
  [
    ["`SERVER_URL`", "`http://127.0.0.1:3000`", "Where the pages' server side reaches the server."],
    ["`PORT`, `HOSTNAME`", "`3000`, all addresses", "Where it listens."],
  ],
)}`;
}
