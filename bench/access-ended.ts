import { startDatabase } from "./desk/database";
import { addPeople, send, sendWell, signInAs } from "./desk/people";
import { type BenchServer, startServer } from "./desk/server";
import { type Change, changes, type Desk, deskOf, type Headers, kinds } from "./desk/shut-out";
import { type Effort, type Measurement, median, quantile } from "./measurement";

const maxTrials = 100;
const timeoutSeconds = 30;

async function isRefused(server: BenchServer, headers: Headers): Promise<boolean> {
  const response = await send(server, "GET", "/api/v1/users/me", { headers });
  await response.text();
  if (response.status !== 200 && response.status !== 401) throw new Error(`a read answered ${response.status}`);
  return response.status === 401;
}

/** Everything that a person came in with; signing out ends the browser's alone. */
async function comeIn({ here, person }: Desk, kind: keyof typeof changes): Promise<[Headers, ...Headers[]]> {
  const browser = await signInAs(here, person);
  if (kind === "sign-out") return [browser];
  const response = await sendWell(here, "POST", "/api/v1/auth/token", { body: person });
  const { accessToken } = (await response.json()) as { accessToken: string };
  return [browser, { authorization: `Bearer ${accessToken}` }];
}

/** Milliseconds from the answer to a change at one server until the other refuses all that came in before. */
async function timeUntilRefused(desk: Desk, kind: keyof typeof changes): Promise<number> {
  const ways = await comeIn(desk, kind);
  for (const way of ways) if (await isRefused(desk.there, way)) throw new Error("refused before the change");
  const change: Change = changes[kind];
  const putBack = await change(desk, ways[0]);
  const changedAt = performance.now();
  for (const way of ways) {
    while (!(await isRefused(desk.there, way))) {
      if (performance.now() - changedAt > timeoutSeconds * 1_000) throw new Error(`${kind} changed nothing`);
    }
  }
  const milliseconds = performance.now() - changedAt;
  await putBack();
  return milliseconds;
}

async function run({ samples, signal, say }: Effort) {
  await using database = await startDatabase();
  await using here = await startServer(database, signal);
  await using there = await startServer(database, signal, { replica: 1 });
  const [person] = await addPeople(database, 1);
  if (!person) throw new Error("nobody was added");
  const desk = await deskOf(database, { here, there, person });
  const trials = Math.min(samples, maxTrials);
  const times: Record<string, number[]> = {};
  for (const kind of kinds) {
    say(`${kind}, ${trials} times`);
    const milliseconds: number[] = [];
    for (let trial = 0; trial < trials; trial++) {
      signal.throwIfAborted();
      milliseconds.push(await timeUntilRefused(desk, kind));
    }
    times[kind] = milliseconds;
  }
  return {
    values: [quantile(Object.values(times).flat(), 1) / 1_000],
    details: Object.entries(times).flatMap(([kind, values]) => [
      { name: `${kind}, median`, unit: "ms", values: [median(values)] },
      { name: `${kind}, slowest of ${trials}`, unit: "ms", values: [quantile(values, 1)] },
    ]),
  };
}

export const accessEnded: Measurement = {
  name: "access-ended",
  title: "Until every replica refuses whom one shut out, slowest",
  limit: { atMost: 5 },
  unit: "s",
  method:
    `Two servers over one database. A role change, a deactivation, a password change and a sign-out at the one, ${maxTrials} times ` +
    "each: from its answer until the other has refused the browser's session and, but for the sign-out, the access token that " +
    "were good there just before. The slowest of all counts.",
  run,
};
