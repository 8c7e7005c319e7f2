import { existsSync, readFileSync } from "node:fs";
import { runProgram } from "./program";

/** What the tests need beyond npm: Debian's package names and where each puts its program. */
const programs: Record<string, string> = {
  chromium: "/usr/bin/chromium",
  "libreoffice-calc": "/usr/bin/soffice",
  nginx: "/usr/sbin/nginx",
  prometheus: "/usr/bin/prometheus",
  "prometheus-alertmanager": "/usr/bin/prometheus-alertmanager",
};

function listMissing(): string[] {
  return Object.keys(programs).filter((name) => !existsSync(programs[name] ?? ""));
}

function isDebianFamily(): boolean {
  return (
    existsSync("/etc/os-release") && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"))
  );
}

/** Installs missing programs as root on Debian and Ubuntu; elsewhere says how. Gives whether all are there. */
export async function installPackages(signal: AbortSignal): Promise<boolean> {
  const missing = listMissing();
  if (missing.length === 0) return true;
  const install = ["install", "--yes", "--no-install-recommends", ...missing];
  if (process.getuid?.() !== 0 || !isDebianFamily()) {
    console.error(
      `The tests need ${missing.join(", ")}. On Debian:\n  sudo apt-get update && sudo apt-get ${install.join(" ")}`,
    );
    return false;
  }
  console.log(`Installing ${missing.join(", ")} from the distribution's packages.`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runProgram("apt-get", ["update", "--quiet=2"], { environment, signal });
  const isInstalled = await runProgram("apt-get", ["--quiet=2", ...install], { environment, signal });
  return isInstalled && listMissing().length === 0;
}
