// The first step of every npm script of ours: brings the packages, then runs scripts/<command>.ts.
// Plain JavaScript without dependencies: it runs on Node 20 and before node_modules exists.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./process-lock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (path) => join(root, path);

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Calls `stop` when npm is killed: it cannot pass that on. The scripts say `exec`, so that npm itself is our parent. */
function whenNpmIsGone(stop) {
  const npmPid = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== npmPid && stop(), 500).unref();
}

/** Starts a process in the foreground, passes signals on to it, and answers its exit code. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    whenNpmIsGone(() => child.kill("SIGTERM"));
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** Why packages must be installed, or undefined. npm writes node_modules/.package-lock.json when an installation is complete. */
function whyInstall() {
  if (!existsSync(inRoot("node_modules"))) return "there is no node_modules yet";
  if (!existsSync(inRoot("node_modules/.package-lock.json"))) return "the last installation did not finish";
  const wanted = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(inRoot("node_modules/.package-lock.json"), "utf8")).packages;
  // An optional package may rightly be absent (another platform's binary), but never in another version.
  const differs = Object.entries(wanted).some(([path, { version, optional }]) => {
    if (path === "" || (optional && !installed[path])) return false;
    return installed[path]?.version !== version;
  });
  return differs ? "package-lock.json has changed" : undefined;
}

/** The npm that runs us, with the Node it runs on (ours may lie in the folder that is about to be replaced). */
function npm() {
  const { npm_execpath: path, npm_node_execpath: node } = process.env;
  return path?.endsWith("npm-cli.js") ? [node ?? process.execPath, [path]] : ["npm", []];
}

async function install() {
  const reason = whyInstall();
  if (!reason) return;
  console.log(`Installing packages with npm ci, because ${reason}. This takes about half a minute.`);
  const startedAt = performance.now();
  const [command, args] = npm();
  // Named explicitly because NODE_ENV=production or a user's npmrc would leave out what the build needs.
  const include = ["--include=dev", "--include=optional"];
  const code = await run(command, [...args, "ci", ...include, "--loglevel=error"], {
    stdio: ["inherit", "ignore", "inherit"],
  });
  if (code !== 0) fail(`npm ci failed with exit code ${code}; what it printed is above.`);
  console.log(`Packages installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

/** npm 10 makes no link to the packaged Node; without it the programs of other packages would run on the machine's. */
function linkPackagedNode() {
  const binary = `../node-${process.platform}-${process.arch}/bin/node`;
  const link = inRoot("node_modules/.bin/node");
  if (!existsSync(link) && existsSync(join(dirname(link), binary))) symlinkSync(binary, link);
  return link;
}

/** The packaged Node 24 where it runs (it needs glibc), else the one that runs us when it is new enough. */
function findNode() {
  const packaged = linkPackagedNode();
  if (existsSync(packaged) && spawnSync(packaged, ["--version"]).status === 0) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= 22) return process.execPath;
  return fail(
    `OpsDesk needs Node 22 or newer; this is ${process.versions.node}, and no packaged Node fits this machine. Install Node 24 from your distribution or nodejs.org.`,
  );
}

const [command, ...args] = process.argv.slice(2);
if (!existsSync(inRoot(`scripts/${command}.ts`))) fail(`There is no scripts/${command}.ts.`);
mkdirSync(inRoot("dist"), { recursive: true });
const whenWaiting = (pid) => console.log(`Waiting for the installation that process ${pid} is running in this folder.`);
if (whyInstall()) await withLock(inRoot("dist/.install.lock"), whenWaiting, install);
// The IPC channel lets the started process notice when this one is killed.
const nodeArgs = ["--import", "tsx", inRoot(`scripts/${command}.ts`), ...args];
process.exitCode = await run(findNode(), nodeArgs, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
