import { text } from "node:stream/consumers";
import { startDatabase } from "./desk/database";
import { addPeople, signInAs } from "./desk/people";
import { type BenchServer, startServer } from "./desk/server";
import { type Change, changes, type Desk, deskOf, type Headers, kinds } from "./desk/shut-out";
import { type Effort, type Measurement, quantile } from "./measurement";

const peoplePerKind = 25;

async function openStream({ url }: BenchServer, headers: Headers, signal: AbortSignal): Promise<ReadableStream> {
  const response = await fetch(`${url}/api/events`, { headers, signal });
  if (!response.ok || !response.body) throw new Error(`a stream answered ${response.status}`);
  return response.body;
}

/** Milliseconds from the answer to a change at one server until the other has closed the stream that was open there. */
async function timeUntilClosed(desk: Desk, kind: keyof typeof changes, signal: AbortSignal): Promise<number> {
  const own = await signInAs(desk.here, desk.person);
  const stream = await openStream(desk.there, own, signal);
  const closedAt = text(stream).then(() => performance.now());
  const change: Change = changes[kind];
  await change(desk, own);
  const changedAt = performance.now();
  return Math.max(0, (await closedAt) - changedAt);
}

async function run({ rounds, signal, say }: Effort) {
  const all: Record<string, number>[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${peoplePerKind} streams for each of ${kinds.join(", ")}`);
    await using database = await startDatabase();
    await using here = await startServer(database, signal);
    await using there = await startServer(database, signal, { replica: 1 });
    const people = await addPeople(database, kinds.length * peoplePerKind);
    const slowest: Record<string, number> = {};
    for (const [index, kind] of kinds.entries()) {
      const own = people.slice(index * peoplePerKind, (index + 1) * peoplePerKind);
      const times = own.map(async (person) => {
        const desk = await deskOf(database, { here, there, person });
        return timeUntilClosed(desk, kind, signal);
      });
      slowest[kind] = quantile(await Promise.all(times), 1) / 1_000;
    }
    all.push(slowest);
  }
  return {
    values: all.map((slowest) => Math.max(...Object.values(slowest))),
    details: kinds.map((kind) => ({
      name: kind,
      unit: "s",
      values: all.map((slowest) => slowest[kind] ?? Number.NaN),
    })),
  };
}

export const streamsClosed: Measurement = {
  name: "streams-closed",
  title: "Until an event stream at another replica is closed, slowest of 100",
  limit: { atMost: 5 },
  unit: "s",
  method:
    `Two servers over one database. ${peoplePerKind} people with an open event stream at the one for each of ${kinds.join(", ")} ` +
    "at the other: from its answer until the stream has ended. The slowest of all counts.",
  run,
};
