import { globSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultsOf } from "@/deploy/test/programs";
import { type Rule, startPrometheus } from "@/deploy/test/prometheus";
import { numbers } from "@/server/domain/numbers";

const tests = globSync("deploy/prometheus/tests/*.yml");

async function listAlerts(): Promise<Rule[]> {
  const prometheus = await startPrometheus();
  return (await prometheus.listRules()).filter(({ type }) => type === "alerting");
}

it("R-ALR-1 promtool and amtool find nothing wrong with the settings and rules", async () => {
  expect(await faultsOf("promtool", "check", "config", "deploy/prometheus/prometheus.yml")).toBe("");
  expect(await faultsOf("promtool", "check", "rules", ...globSync("deploy/prometheus/rules/*.yml"))).toBe("");
  expect(await faultsOf("amtool", "check-config", "deploy/prometheus/alertmanager.yml")).toBe("");
});

describe.each(tests)("%s", (path) => {
  it("R-ALR-1 passes in promtool", async () => expect(await faultsOf("promtool", "test", "rules", path)).toBe(""));
});

it("R-ALR-1 each alert is tested when it fires and when it does not, and no other is tested", async () => {
  const texts = tests.map((path) => readFileSync(path, "utf8")).join("\n");
  const tested = (expected: string) => {
    const cases = texts.matchAll(new RegExp(`alertname: (\\w+)\n +exp_alerts:${expected}\n`, "g"));
    return new Set(Array.from(cases, ([, name]) => name));
  };
  const alerts = new Set((await listAlerts()).map(({ name }) => name));
  expect(tested("")).toEqual(alerts);
  expect(tested(" \\[\\]")).toEqual(alerts);
});

it("R-ALR-1 each alert says how serious it is, what is wrong, and where its runbook is", async () => {
  for (const { name, labels, annotations } of await listAlerts()) {
    expect(name).toMatch(/^OpsDesk([A-Z][a-z0-9]+|P\d\d)+$/);
    expect(labels).toEqual({ severity: expect.stringMatching(/^(critical|warning|info)$/) });
    const runbook = `{{ $externalURL }}/user/${name}.md`;
    expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String), runbook_url: runbook });
    expect(annotations?.summary?.length).toBeLessThan(80);
    expect(annotations?.description).toMatch(/\.(\{\{ end \}\})?$/);
  }
});

it("each alert has its runbook, with the same headings, and each runbook its alert", async () => {
  const names = (await listAlerts()).map(({ name }) => `${name}.md`);
  expect(readdirSync("docs/runbooks").sort()).toEqual(names.sort());
  for (const file of names) {
    const text = readFileSync(`docs/runbooks/${file}`, "utf8");
    const headings = Array.from(text.matchAll(/^#+ .*$/gm), ([heading]) => heading);
    expect(headings).toEqual([`# ${file.slice(0, -3)}`, "## What it means", "## What to look at", "## What to do"]);
    for (const section of text.split(/^#.*$/m).slice(2)) expect(section.trim().length, file).toBeGreaterThan(40);
  }
});

it("Prometheus serves the runbooks under the address that its alerts name", async () => {
  const { url } = await startPrometheus();
  const response = await fetch(`${url}/user/OpsDeskDown.md`);
  expect([response.status, await response.text()]).toEqual([200, readFileSync("docs/runbooks/OpsDeskDown.md", "utf8")]);
});

it("the rules and the rest of OpsDesk mean the same objectives", async () => {
  const { availability, fastShare, fastMilliseconds } = numbers.objectives;
  const rules = await (await startPrometheus()).listRules();
  const queryOf = (wanted: string) => rules.find(({ name }) => name === wanted)!.query;
  for (const name of ["OpsDeskErrorBudgetBurnsFast", "OpsDeskErrorBudgetBurnsSlowly"])
    expect(queryOf(name).match(/\(1 - [\d.]+\)/g)).toEqual(Array(4).fill(`(1 - ${availability})`));
  expect(queryOf("OpsDeskLatencyBudgetBurnsFast").match(/\(1 - [\d.]+\)/g)).toEqual(
    Array(4).fill(`(1 - ${fastShare})`),
  );
  expect(queryOf("opsdesk:slow_requests:rate5m")).toContain(`le="${fastMilliseconds / 1_000}"`);
  expect(queryOf("opsdesk:request_duration_seconds:p95")).toMatch(`histogram_quantile(${fastShare}, `);
  expect(queryOf("OpsDeskLatencyP95High")).toContain(`p95 > ${fastMilliseconds / 1_000} `);
});
