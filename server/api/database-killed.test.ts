import { sql } from "drizzle-orm";
import type { LightMyRequestResponse as Response } from "fastify";
import { expect, it } from "vitest";
import { type OwnServer, startOwnServer } from "@/server/test/own-server";

const rounds = 10;
const changesOfRound = 50;

type Host = { id: string; version: number };
type Change = (server: OwnServer) => Promise<Response>;

/** Half of the changes register hosts, half edit hosts of before; each has a key of its own. */
function changes(round: number, hosts: readonly Host[]): Change[] {
  const key = (number: number) => ({ "idempotency-key": `${round}-${number}` });
  const edits = hosts.slice(0, changesOfRound / 2).map(({ id, version }, number): Change => {
    const ifMatch = { "if-match": `"${version}"`, ...key(number) };
    const payload = { notes: `round ${round}, edit ${number}` };
    return ({ app, headers }) =>
      app.inject({ method: "PATCH", url: `/api/v1/hosts/${id}`, payload, headers: { ...headers, ...ifMatch } });
  });
  const registrations = Array.from({ length: changesOfRound - edits.length }, (_, index): Change => {
    const number = edits.length + index;
    const payload = {
      hostname: `web-${round}-${number}`,
      ip: `10.${round}.0.${number}`,
      os: "linux",
      environment: "prod",
    };
    return ({ app, headers }) =>
      app.inject({ method: "POST", url: "/api/v1/hosts", payload, headers: { ...headers, ...key(number) } });
  });
  return [...edits, ...registrations];
}

/** Makes all changes at once, and kills the database when so many have been answered; it starts again at once. */
async function makeAndKill(server: OwnServer, all: readonly Change[], killAfter: number): Promise<Response[]> {
  const enough = Promise.withResolvers<void>();
  let answered = 0;
  const answers = all.map(async (change) => {
    const answer = await change(server);
    if (++answered === killAfter) enough.resolve();
    return answer;
  });
  await enough.promise;
  await server.postgres.kill();
  await server.postgres.start();
  return Promise.all(answers);
}

const isDone = ({ statusCode }: Response) => statusCode === 200 || statusCode === 201;
const told = (answer: Response) => ({ status: answer.statusCode, etag: answer.headers.etag, body: answer.json() });

/** Sends changes again as a script does: until they are not refused as unavailable any more. */
const retry = (server: OwnServer, all: readonly Change[]) =>
  Promise.all(
    all.map(async (change) => {
      let answer = await change(server);
      for (let tries = 1; answer.statusCode === 503 && tries < 20; tries++) answer = await change(server);
      return answer;
    }),
  );

/** Each version of each host against the events that tell of it, and the other way round. */
const versions = sql`select id::text, generate_series(1, version) as version from hosts`;
const toldVersions = sql`
  select subject_id, row_number() over (partition by subject_id order by occurred_at, id) as version
  from audit_events where subject_type = 'host'`;
const notes = sql`select id::text, notes from hosts where notes is not null`;
const toldNotes = sql`
  select distinct on (subject_id) subject_id, after ->> 'notes'
  from audit_events where action = 'host.updated' order by subject_id, occurred_at desc, id desc`;

it("R-AUD-2 R-API-3 R-FO-1 the database is killed amid 50 changes, ten times: each change has its event, each event its change, and a retry gets the first answer", async () => {
  await using server = await startOwnServer(10);
  let hosts: Host[] = [];
  const seen = { done: 0, cutOff: 0 };
  for (let round = 0; round < rounds; round++) {
    const all = changes(round, hosts);
    const first = await makeAndKill(server, all, 1 + 4 * round);
    expect(first.filter((answer) => !isDone(answer) && answer.statusCode !== 503)).toEqual([]);
    const again = await retry(server, all);
    expect(again.filter((answer) => !isDone(answer)).map(told)).toEqual([]);
    for (const [index, answer] of first.entries()) {
      if (isDone(answer)) expect(told(again[index]!)).toEqual(told(answer));
    }
    expect((await retry(server, all)).map(told)).toEqual(again.map(told));
    const done = first.filter(isDone).length;
    seen.done += done;
    seen.cutOff += all.length - done;
    hosts = again.map((answer) => answer.json<Host>());
  }
  expect(seen.done).toBeGreaterThan(50);
  expect(seen.cutOff).toBeGreaterThan(20);

  for (const [these, those] of [
    [versions, toldVersions],
    [toldVersions, versions],
    [notes, toldNotes],
    [toldNotes, notes],
  ]) {
    expect(await server.db.execute(sql`(${these}) except all (${those})`)).toEqual([]);
  }
  const [kept] = await server.db.execute(sql`select count(*)::int as hosts, sum(version)::int as versions from hosts`);
  expect(kept).toEqual({ hosts: 275, versions: 500 });
});
