import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { print, printTo, secondsSince } from "./launch/progress";
import { readLaunchSettings } from "./launch/settings";
import { maxHosts } from "./seed/estate";
import { seedDesk } from "./seed/seed-desk";

const usage = "npm run seed -- [--hosts 5000] [--seed 1]";

function wholeNumber(name: string, text: string, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= max) return number;
  throw new Error(`--${name} is ${text}; it must be a whole number from 1 to ${max}. ${usage}`);
}

async function seed(): Promise<void> {
  const options = { hosts: { type: "string", default: "5000" }, seed: { type: "string", default: "1" } } as const;
  const { values } = parseArgs({ options });
  const hosts = wholeNumber("hosts", values.hosts, maxHosts);
  const estate = { hosts, seed: wholeNumber("seed", values.seed, 2 ** 31 - 1), now: new Date() };
  const settings = readLaunchSettings(process.env);
  const startedAt = performance.now();
  // What PostgreSQL says stays in its log.
  printTo(new Writable({ write: (_chunk, _encoding, done) => done() }));
  const { created, updated, unchanged, rejectedCount } = await seedDesk(settings, estate);
  printTo(process.stdout);
  const counts = `${created} registered, ${updated} changed, ${unchanged} as they were, ${rejectedCount} left out`;
  print(`${hosts} hosts of seed ${estate.seed}: ${counts}, in ${secondsSince(startedAt)}.`);
}

try {
  await seed();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// The channel to bootstrap.mjs would keep this process alive.
process.exit();
