// Adds inert entries to a lock file for the optional platform packages that the registry in use does not carry: npm drops
// them as it writes the file, and then `npm ci` of npm 11 and 12 refuses it. With --check it only says which are missing.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({ options: { check: { type: "boolean" } }, allowPositionals: true });
const file = positionals[0] ?? "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));

const systems = /darwin|win32|freebsd|android|linux|wasm32|openbsd|netbsd|sunos|aix/;
const processors = /arm64|x64|ia32|arm|ppc64|s390x|riscv64|loong64/;

/** The optional dependencies, by name and exact version, that some package asks for and the lock file has no entry of. */
function missingPackages() {
  const missing = new Map();
  for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isThere = lock.packages[`node_modules/${name}`] || lock.packages[`${path}/node_modules/${name}`];
      if (!isThere && !missing.has(name) && /^\d+\.\d+\.\d+/.test(version)) missing.set(name, version);
    }
  }
  return [...missing];
}

function inertEntry(name, version) {
  const [os] = systems.exec(name) ?? [];
  const [cpu] = processors.exec(name) ?? [];
  return { version, ...(cpu && { cpu: [cpu] }), optional: true, ...(os && { os: [os] }) };
}

const missing = missingPackages();
if (values.check) {
  for (const [name, version] of missing) console.error(`${file} has no entry of ${name}@${version}.`);
  if (missing.length > 0) console.error("Run: node scripts/complete-lock.mjs");
  process.exitCode = missing.length > 0 ? 1 : 0;
} else {
  for (const [name, version] of missing) lock.packages[`node_modules/${name}`] = inertEntry(name, version);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${missing.length} entries to ${file}.`);
}
