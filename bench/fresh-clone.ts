import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { timeNpmStart } from "./desk/npm-start";
import type { Effort, Measurement } from "./measurement";

/** The limit is for two cores; a larger machine lends two of its own. */
const onTwoCores = availableParallelism() > 2 ? ["taskset", "--cpu-list", "0,1"] : [];

/** Seconds from `git clone` to ready, with the package cache in `cache`. */
async function timeFreshClone(cache: string, signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-measure-"));
  const project = join(folder, "opsdesk");
  try {
    const startedAt = performance.now();
    const clone = ["-c", "safe.directory=*", "clone", "--quiet", "--no-local", process.cwd(), project];
    await promisify(execFile)("git", clone, { signal });
    const cloneSeconds = (performance.now() - startedAt) / 1000;
    const environment = { npm_config_cache: cache };
    const dataDirectory = join(project, "data");
    const startSeconds = await timeNpmStart({ project, dataDirectory, signal, prefix: onTwoCores, environment });
    return cloneSeconds + startSeconds;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run({ rounds, signal, say }: Effort) {
  const countCounted = Math.min(rounds, 3);
  const cache = await mkdtemp(join(tmpdir(), "opsdesk-measure-cache-"));
  try {
    say("with an empty package cache");
    const emptyCache = await timeFreshClone(cache, signal);
    const values: number[] = [];
    for (let round = 1; round <= countCounted; round++) {
      say(`clone ${round} of ${countCounted}`);
      values.push(await timeFreshClone(cache, signal));
    }
    return {
      values,
      details: [{ name: "with an empty package cache, over the network", unit: "s", values: [emptyCache] }],
    };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

export const freshClone: Measurement = {
  name: "fresh-clone",
  title: "Fresh clone to ready, on two cores",
  limit: { atMost: 90 },
  unit: "s",
  method:
    "`git clone` of the committed HEAD into a folder of its own, then `npm start` there, which installs and builds, until the " +
    "printed URL answers /healthz and /, and /readyz says 200. npm's package cache is warm: one clone that is not counted filled it.",
  run,
};
