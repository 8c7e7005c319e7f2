import { globSync, readFileSync } from "node:fs";

export type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string }[];
};

export type Dashboard = {
  uid: string;
  title: string;
  panels: Panel[];
  links: { url: string }[];
  templating: { list: { name: string; definition?: string }[] };
  annotations: { list: { expr: string }[] };
};

/** The dashboards as Grafana would read them. */
export function readDashboards(): Dashboard[] {
  const paths = globSync("deploy/grafana/dashboards/*.json").sort();
  return paths.map((path) => JSON.parse(readFileSync(path, "utf8")) as Dashboard);
}

/** Everything that a dashboard asks of Prometheus, its variables filled in as Grafana does for "All". */
export function expressionsOf({ panels, annotations }: Dashboard): string[] {
  const expressions = [...panels.flatMap(({ targets = [] }) => targets), ...annotations.list].map(({ expr }) => expr);
  return expressions.map((expr) => expr.replaceAll("$__rate_interval", "1m").replaceAll("$instance", ".+"));
}
