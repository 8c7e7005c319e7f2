import { Writable } from "node:stream";
import { buildWhenStale } from "./build/build";
import { runAtTerminal, runCommandOnDesk } from "./launch/command";
import { printTo } from "./launch/progress";
import { readLaunchSettings } from "./launch/settings";

const words = process.argv.slice(2);
const nodeArguments = ["dist/cli.js", ...words];
const helpWords: ReadonlySet<string> = new Set(["help", "--help", "-h", "--version", "-V"]);
const needsDesk = words.length > 0 && !words.some((word) => helpWords.has(word));

async function run(): Promise<number> {
  // The standard output is the command's alone, because scripts read it, and what PostgreSQL says stays in its log.
  printTo(process.stderr);
  await buildWhenStale(new AbortController().signal);
  printTo(new Writable({ write: (_chunk, _encoding, done) => done() }));
  if (!needsDesk) return runAtTerminal(nodeArguments, process.env);
  return runCommandOnDesk(readLaunchSettings(process.env), nodeArguments);
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// The channel to bootstrap.mjs would keep this process alive.
process.exit();
