import type { BenchDatabase } from "./desk/database";

/** How thoroughly to measure. */
export interface Effort {
  /** How many values to give; the median of them counts. */
  rounds: number;
  /** Seconds of load for each part of a round. */
  loadSeconds: number;
  /** Calls for each part of a round, where calls are timed one by one. */
  samples: number;
  /** How many hosts a large register has. */
  hosts: number;
  /** How many events a large audit log has. */
  auditEvents: number;
  /** A database with so many hosts, shared by all measures: leave its hosts as they are, and do not dispose of it. */
  hostsDatabase: () => Promise<BenchDatabase>;
  /** Aborted when the person at the terminal has had enough. */
  signal: AbortSignal;
  /** Tells what is being done. */
  say: (progress: string) => void;
}

/** Figures that explain a number, one a round. */
export interface Detail {
  name: string;
  unit: string;
  values: number[];
}

export interface Outcome {
  /** The number, once a round. */
  values: number[];
  details: Detail[];
}

/** One number that OpsDesk promises, and how it is measured. */
export interface Measurement {
  /** As `--only` names it. */
  name: string;
  title: string;
  limit: { atMost: number } | { atLeast: number };
  /** Of the number and its limit; empty for a ratio. */
  unit: string;
  /** What is measured exactly, in sentences. */
  method: string;
  /** Why the limit is missed where it is, in sentences. */
  reason?: string;
  run: (effort: Effort) => Promise<Outcome>;
}

/** The value at a share of the sorted values, such as 0.95 of them. Throws without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new RangeError("there are no values");
  return value;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (quantile(sorted, 0.5) + (sorted[Math.ceil(half) - 1] ?? 0)) / 2;
}
