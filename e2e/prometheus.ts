import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Monitoring = {
  /** Where Prometheus, Alertmanager and what they watch listen, each on this machine. */
  ports: { prometheus: number; alertmanager: number; server: number };
  /** The name of the host that the server runs on. */
  hostname: string;
  hookUrl: string;
  token: string;
};

/** Runs the real Prometheus and Alertmanager with what deploy/prometheus/ has, but impatient. Gives how to stop them. */
export function startMonitoring({ ports, hostname, hookUrl, token }: Monitoring): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "opsdesk-monitoring-"));
  cpSync("deploy/prometheus", folder, { recursive: true });
  writeFileSync(join(folder, "token"), token);
  change(join(folder, "prometheus.yml"), {
    "127.0.0.1:9093": `127.0.0.1:${ports.alertmanager}`,
    '["127.0.0.1:9464"]': `["127.0.0.1:${ports.server}"]\n        labels: { hostname: ${hostname} }`,
  });
  change(join(folder, "alertmanager.yml"), {
    "http://127.0.0.1:3000/api/v1/hooks/alertmanager": hookUrl,
    "/etc/alertmanager/opsdesk-token": join(folder, "token"),
  });
  for (const name of readdirSync(join(folder, "rules"))) change(join(folder, "rules", name), {});

  const url = `http://127.0.0.1:${ports.prometheus}`;
  const running = [
    run("prometheus-alertmanager", [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/alerts`,
      `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
      "--cluster.listen-address=",
    ]),
    run("prometheus", [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/metrics`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      `--web.external-url=${url}`,
    ]),
  ];
  return async () => {
    for (const child of running) {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Replaces texts in a file, and in each of its periods minutes by seconds and seconds by tenths. */
function change(path: string, replacements: Record<string, string>): void {
  const period = /^(\s*(?:scrape_interval|evaluation_interval|for|group_wait|group_interval): )(\d+)([ms])$/gm;
  const impatient = readFileSync(path, "utf8").replace(
    period,
    (_line, key: string, count: string, unit: string) => `${key}${Number(count) * (unit === "m" ? 1_000 : 100)}ms`,
  );
  const text = Object.entries(replacements).reduce((result, [from, to]) => result.replace(from, to), impatient);
  writeFileSync(path, text);
}

function run(program: string, args: string[]): ChildProcess {
  return spawn(program, args, { stdio: "ignore" });
}
