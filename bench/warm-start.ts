import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeNpmStart } from "./desk/npm-start";
import type { Measurement } from "./measurement";

export const warmStart: Measurement = {
  name: "warm-start",
  title: "Warm `npm start` to ready",
  limit: { atMost: 3 },
  unit: "s",
  method:
    "Starts on one DATA_DIR, after one that is not counted: from the spawn of `npm start` until the printed URL answers " +
    "/healthz and / (a redirect is an answer), and /readyz says 200. Installed and built before.",
  run: async ({ rounds, signal, say }) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "opsdesk-measure-"));
    const options = { project: ".", dataDirectory, signal };
    try {
      say("the first start, which makes the database");
      await timeNpmStart(options);
      const values: number[] = [];
      for (let round = 1; round <= rounds; round++) {
        say(`start ${round} of ${rounds}`);
        values.push(await timeNpmStart(options));
      }
      return { values, details: [] };
    } finally {
      await rm(dataDirectory, { recursive: true, force: true });
    }
  },
};
