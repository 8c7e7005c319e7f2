import { startDatabase } from "./desk/database";
import { addPeople, send } from "./desk/people";
import { type BenchServer, startServer } from "./desk/server";
import { type Effort, type Measurement, median } from "./measurement";

const maxPeople = 500;

/** Each attempt comes from an address of its own, as from many people, so that no limit is reached. */
function* addresses(): Generator<string> {
  for (let number = 0; ; number++) yield `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
}

async function timeWrongPassword(server: BenchServer, email: string, address: string): Promise<number> {
  const body = { email, password: "not the password of anybody" };
  const startedAt = performance.now();
  const response = await send(server, "POST", "/api/auth/login", { body, headers: { "x-forwarded-for": address } });
  await response.text();
  const milliseconds = performance.now() - startedAt;
  if (response.status !== 401) throw new Error(`signing in answered ${response.status}`);
  return milliseconds;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function run({ rounds, samples, signal, say }: Effort) {
  await using database = await startDatabase();
  await using server = await startServer(database, signal, { environment: { TRUSTED_PROXIES: "127.0.0.1" } });
  const people = await addPeople(database, Math.min(samples, maxPeople));
  const address = addresses();
  const time = (email: string) => timeWrongPassword(server, email, address.next().value as string);
  const all: { known: number[]; unknown: number[] }[] = [];
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}: ${people.length} of each`);
    const times = { known: [] as number[], unknown: [] as number[] };
    for (const [index, { email }] of people.entries()) {
      signal.throwIfAborted();
      const pair = [
        ["known", email],
        ["unknown", email.replace("person", `nobody-${round}`)],
      ] as const;
      for (const [kind, typed] of index % 2 === 0 ? pair : pair.toReversed()) times[kind].push(await time(typed));
    }
    if (round > 0) all.push(times);
  }
  return {
    values: all.map(({ known, unknown }) => (Math.abs(mean(unknown) - mean(known)) / mean(known)) * 100),
    details: [
      { name: "known addresses, mean", unit: "ms", values: all.map(({ known }) => mean(known)) },
      { name: "unknown addresses, mean", unit: "ms", values: all.map(({ unknown }) => mean(unknown)) },
      { name: "known addresses, median", unit: "ms", values: all.map(({ known }) => median(known)) },
      { name: "unknown addresses, median", unit: "ms", values: all.map(({ unknown }) => median(unknown)) },
    ],
  };
}

export const signInTiming: Measurement = {
  name: "sign-in-timing",
  title: "What the time of a failed sign-in tells of whether the address is known",
  limit: { atMost: 5 },
  unit: "%",
  method:
    `POST /api/auth/login with a wrong password for ${maxPeople} known and ${maxPeople} unknown addresses, one after the other, in ` +
    "turn which of a pair comes first, each from a network address of its own; the difference of the means, as a share of the " +
    "known ones'.",
  run,
};
