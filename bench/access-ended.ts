import { admin, type BenchDatabase, startDatabase } from "./desk/database";
import { addPeople, cookieOf, type Person, send, sendWell, signInAs } from "./desk/people";
import { type BenchServer, startServer } from "./desk/server";
import { type Effort, type Measurement, median, quantile } from "./measurement";

const maxTrials = 100;
const timeoutSeconds = 30;

type Headers = Record<string, string>;

/** Two servers over one database: what is changed at one must be known to the other. */
interface Desk {
  here: BenchServer;
  there: BenchServer;
  person: Person;
  personId: string;
  asAdmin: Headers;
}

/** A way to lose access: does it, and gives what puts everything back. */
type Change = (desk: Desk, own: Headers) => Promise<() => Promise<unknown>>;

const nothing = () => Promise.resolve();

const changes = {
  "role change": async (desk) => {
    const setRole = (role: string) => changeUser(desk, "PATCH", "", { role });
    await setRole("operator");
    return () => setRole("viewer");
  },
  deactivation: async (desk) => {
    await changeUser(desk, "POST", "/deactivate");
    return () => changeUser(desk, "POST", "/reactivate");
  },
  "password change": async ({ here, person }) => {
    const elsewhere = await signInAs(here, person);
    const setPassword = (currentPassword: string, newPassword: string) =>
      sendWell(here, "POST", "/api/auth/password", { body: { currentPassword, newPassword }, headers: elsewhere });
    const other = "a standing desk in the evening";
    await setPassword(person.password, other);
    return () => setPassword(other, person.password);
  },
  "sign-out": async ({ here }, own) => {
    await sendWell(here, "POST", "/api/auth/logout", { headers: own });
    return nothing;
  },
} satisfies Record<string, Change>;

async function changeUser({ here, personId, asAdmin }: Desk, method: string, path: string, body?: unknown) {
  const current = await sendWell(here, "GET", `/api/v1/users/${personId}`, { headers: asAdmin });
  const headers = { ...asAdmin, "if-match": current.headers.get("etag") ?? "" };
  await sendWell(here, method, `/api/v1/users/${personId}${path}`, { body, headers });
}

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

async function deskOf(database: BenchDatabase, here: BenchServer, there: BenchServer): Promise<Desk> {
  const [person] = await addPeople(database, 1);
  if (!person) throw new Error(`nobody was added beside ${admin.email}`);
  const profile = await sendWell(here, "GET", "/api/v1/users/me", { headers: await signInAs(here, person) });
  const { id } = (await profile.json()) as { id: string };
  return { here, there, person, personId: id, asAdmin: cookieOf(database.secret) };
}

async function run({ samples, signal, say }: Effort) {
  await using database = await startDatabase();
  await using here = await startServer(database, signal);
  await using there = await startServer(database, signal, { replica: 1 });
  const desk = await deskOf(database, here, there);
  const trials = Math.min(samples, maxTrials);
  const times: Record<string, number[]> = {};
  for (const kind of Object.keys(changes) as (keyof typeof changes)[]) {
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
