import { directoryStore } from "@/server/domain/blob-store/directory";
import { scheduleOver } from "@/server/jobs";
import { watchCertificate, watchDisk } from "@/server/machine-metrics";
import { createMetrics } from "@/server/metrics";
import { createWorkerMetrics } from "@/server/worker-metrics";
import { table } from "./table";

/** More values of a label than this are not listed. */
const maxValues = 6;

/** What prom-client knows of a metric; its own type leaves out what it has no method for. */
type Described = {
  name: string;
  help: string;
  type: string;
  labelNames: readonly string[];
  buckets?: readonly number[];
  get: () => Promise<{ values: readonly { labels: Readonly<Record<string, unknown>> }[] }>;
};

function registries() {
  const { registry: server } = createMetrics();
  watchDisk(server, "");
  const { registry: worker } = createWorkerMetrics(scheduleOver(directoryStore("artifacts")));
  watchCertificate(worker, "");
  return { server, worker };
}

/** The labels, with the values that there are from the beginning, where those are few. */
async function labelsOf(metric: Described): Promise<string> {
  const { values } = await metric.get();
  const described = metric.labelNames.map((name) => {
    const known = [...new Set(values.map(({ labels }) => labels[name]).filter((value) => typeof value === "string"))];
    const isClosed = known.length > 1 && known.length <= maxValues;
    return isClosed ? `\`${name}\` (${known.join(", ")})` : `\`${name}\``;
  });
  return described.join(", ");
}

/** One row a metric, however many processes tell it. */
async function metricRows(): Promise<string[][]> {
  const found = new Map<string, { metric: Described; processes: string[] }>();
  for (const [process, registry] of Object.entries(registries())) {
    for (const metric of registry.getMetricsAsArray() as unknown as Described[]) {
      const row = found.get(metric.name) ?? { metric, processes: [] };
      row.processes.push(process);
      if (isOurs(metric.name)) found.set(metric.name, row);
    }
  }
  const sorted = [...found.values()].toSorted((one, other) => (one.metric.name < other.metric.name ? -1 : 1));
  const rows = sorted.map(async ({ metric, processes }) => {
    const { name, type, buckets, help } = metric;
    const kind = buckets ? `${type}: ${buckets.join(", ")} s` : type;
    return [`\`${name}\``, kind, await labelsOf(metric), processes.join(", "), help];
  });
  return Promise.all(rows);
}

/** Whatever Node and the operating system tell differs from machine to machine. */
const isOurs = (name: string) => !/^opsdesk_(nodejs|process)_/.test(name);

/** docs/metrics.md */
export async function metricsPage(): Promise<string> {
  const rows = await metricRows();
  return `# Metrics

<!-- Made by \`npm run docs\` from server/metrics.ts, server/worker-metrics.ts and what they share. -->

What a server tells Prometheus at \`http://METRICS_HOST:9464/metrics\`, and a worker at \`:9465\`. Never behind nginx. Labels have values from closed lists, or
route templates and names of procedures: nothing that a client sends becomes a label. Counters begin at 0 for all values of their labels. Besides, each process
tells \`opsdesk_process_…\` and \`opsdesk_nodejs_…\`: processor time, memory, open files, the delay of the event loop, collections of garbage.

${table(["Metric", "Type", "Labels", "Process", "What it tells"], rows)}
In \`opsdesk_http_requests_total\` the status is its class, from \`2xx\` to \`5xx\`. Paths that there are not, and methods that a path has not, are the route
\`unmatched\` by the method \`any\`; a route of many paths or methods, such as \`/api/trpc/:path\`, has the method \`any\` too.
`;
}
