import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** All metrics of a process, some of which are looked up when they are asked for. */
export class ScrapedRegistry extends Registry {
  readonly #looks: (() => unknown)[] = [];

  /** Adds what sets gauges before each scrape. Where it fails, they keep what they had. */
  beforeScrape(look: () => unknown): void {
    this.#looks.push(look);
  }

  override async metrics(): Promise<string> {
    await Promise.allSettled(this.#looks.map(async (look) => look()));
    return super.metrics();
  }
}

/** The values that each label may have: closed lists, never what a client sends. */
type Labels<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/** Every combination of the values of labels. */
function combinations(labels: Labels<string>): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(labels)) {
    all = all.flatMap((given) => values.map((value) => ({ ...given, [name]: value })));
  }
  return all;
}

/** A counter that begins at 0 for all values of its labels, so that the first thing that it counts is an increase. */
export function counter<Name extends string = never>(
  registry: Registry,
  name: `opsdesk_${string}_total`,
  help: string,
  labels = {} as Labels<Name>,
): Counter<Name> {
  const made = new Counter<Name>({ name, help, labelNames: Object.keys(labels) as Name[], registers: [registry] });
  for (const combination of combinations(labels)) made.inc(combination as Record<Name, string>, 0);
  return made;
}

/** A counter whose labels have values that become known only as the process is put together, such as its routes. */
export function growingCounter<Name extends string>(
  registry: Registry,
  name: `opsdesk_${string}_total`,
  help: string,
  labelNames: readonly Name[],
): Counter<Name> {
  return new Counter<Name>({ name, help, labelNames: [...labelNames], registers: [registry] });
}

export function gauge<Name extends string = never>(
  registry: Registry,
  name: `opsdesk_${string}`,
  help: string,
  labelNames: readonly Name[] = [],
): Gauge<Name> {
  return new Gauge<Name>({ name, help, labelNames: [...labelNames], registers: [registry] });
}

export function histogram<Name extends string>(
  registry: Registry,
  name: `opsdesk_${string}_seconds`,
  help: string,
  { labelNames, buckets }: { labelNames: readonly Name[]; buckets: number[] },
): Histogram<Name> {
  return new Histogram<Name>({ name, help, labelNames: [...labelNames], buckets, registers: [registry] });
}
