import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "@/server/test/processes";
import { startProgram } from "./programs";
import { quickened } from "./quickened";

/** Where what deploy/prometheus/ names by its usual port is found in a test. What is left out is found nowhere. */
export type Ports = { server?: number; worker?: number; alertmanager?: number };

export type Rule = {
  type: "alerting" | "recording";
  name: string;
  query: string;
  labels: Record<string, string>;
  /** Of alerts; as they are written, not as they are told. */
  annotations?: Record<string, string>;
  state?: "firing" | "inactive" | "pending";
};

export type Prometheus = {
  url: string;
  /** All rules that it read. */
  listRules: () => Promise<Rule[]>;
  /** The value of each series that an expression gives now. */
  ask: (expression: string) => Promise<number[]>;
};

const settingsFolder = "deploy/prometheus";

/** Starts the real Prometheus with the settings and rules of deploy/prometheus/, quickened, until the test ends. */
export async function startPrometheus(ports: Ports = {}): Promise<Prometheus> {
  const folder = await temporaryFolder();
  await cp(join(settingsFolder, "rules"), join(folder, "rules"), { recursive: true });
  for (const name of await readdir(join(folder, "rules"))) await quickenFile(join(folder, "rules", name));
  const nowhere = await freePort();
  const usual = { 9464: ports.server, 9465: ports.worker, 9187: undefined, 9093: ports.alertmanager };
  const settings = Object.entries(usual).reduce(
    (text, [port, found]) => text.replace(`127.0.0.1:${port}`, `127.0.0.1:${found ?? nowhere}`),
    quickened(await readFile(join(settingsFolder, "prometheus.yml"), "utf8")),
  );
  await writeFile(join(folder, "prometheus.yml"), settings);

  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const args = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=${address}`,
    `--web.external-url=${url}`,
    `--web.user-assets=${resolve("docs/runbooks")}`,
  ];
  await startProgram("prometheus", args, `${url}/-/ready`);
  return { url, listRules: () => listRules(url), ask: (expression) => ask(url, expression) };
}

type Receiver = { hookUrl: string; token: string };

/** Starts the real Alertmanager with the settings of deploy/prometheus/, quickened, until the test ends. Gives its port. */
export async function startAlertmanager({ hookUrl, token }: Receiver): Promise<number> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "token"), `${token}\n`);
  const written = quickened(await readFile(join(settingsFolder, "alertmanager.yml"), "utf8"));
  const settings = written
    .replace("http://127.0.0.1:3000/api/v1/hooks/alertmanager", hookUrl)
    .replace("/etc/alertmanager/opsdesk-token", join(folder, "token"));
  await writeFile(join(folder, "alertmanager.yml"), settings);

  const port = await freePort();
  const args = [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--cluster.listen-address=",
  ];
  await startProgram("prometheus-alertmanager", args, `http://127.0.0.1:${port}/-/ready`);
  return port;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-monitoring-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function quickenFile(path: string): Promise<void> {
  await writeFile(path, quickened(await readFile(path, "utf8")));
}

async function listRules(url: string): Promise<Rule[]> {
  const response = await fetch(`${url}/api/v1/rules`);
  const { data } = (await response.json()) as { data: { groups: { rules: Rule[] }[] } };
  return data.groups.flatMap(({ rules }) => rules);
}

type Sample = [time: number, value: string];
type Answer = { resultType: "scalar"; result: Sample } | { resultType: "vector"; result: { value: Sample }[] };

async function ask(url: string, expression: string): Promise<number[]> {
  const body = new URLSearchParams({ query: expression });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body });
  const { data, error } = (await response.json()) as { data?: Answer; error?: string };
  if (!data) throw new Error(`${expression}: ${error}`);
  const samples = data.resultType === "scalar" ? [data.result] : data.result.map(({ value }) => value);
  return samples.map(([, value]) => Number(value));
}
