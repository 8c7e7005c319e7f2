import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { startDatabase } from "@/bench/desk/database";
import { cookieOf } from "@/bench/desk/people";
import { readDuring } from "@/bench/load/reader";
import { whileSlow } from "@/bench/load/slow-connections";
import { type Effort, type Measurement, quantile } from "@/bench/measurement";
import { type EdgeDesk, startEdgeDesk } from "./desk";

const countSlow = 2_000;
const countOfEach = Math.ceil(countSlow / 3);
/** How long the file takes that an honest client sends over a slow line. */
const uploadSeconds = 15;
const piecesPerSecond = 5;
/** Few, because what is measured is not how fast hosts are written, but long. */
const hostsPerPiece = 2;
const notes = "n".repeat(2_000);

let round = 0;

/** Imports hosts over a slow line. Throws where it does not end well. */
async function uploadSlowly(url: string, cookie: string): Promise<void> {
  round += 1;
  const headers = { cookie, "content-type": "text/csv", "sec-fetch-site": "same-origin" };
  const sending = request(`${url}/api/v1/hosts/import`, { method: "POST", headers });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  sending.write("hostname,ip,os,environment,notes\n");
  const pieces = uploadSeconds * piecesPerSecond;
  for (let piece = 0; piece < pieces; piece++) {
    const rows = Array.from({ length: hostsPerPiece }, (_, row) => {
      const number = piece * hostsPerPiece + row;
      return `slow-${round}-${number},10.${round}.${number >> 8}.${number & 255},linux,dev,${notes}\n`;
    });
    sending.write(rows.join(""));
    await delay(1_000 / piecesPerSecond);
  }
  sending.end();
  const [answer] = await answered;
  const body = await text(answer);
  if (answer.statusCode !== 200 || !body.includes(`"created":${pieces * hostsPerPiece}`)) {
    throw new Error(`the slow upload answered ${answer.statusCode}: ${body.slice(0, 500)}`);
  }
}

/** One stretch of calm and one with slow connections and the upload. */
async function measure({ url }: EdgeDesk, cookie: string, seconds: number) {
  const reading = { url: `${url}/api/v1/hosts`, cookie };
  const idle = await readDuring(reading, () => delay(seconds * 1_000));
  const { result, slow } = await whileSlow({ port: Number(new URL(url).port), countOfEach }, () =>
    readDuring(reading, () => uploadSlowly(url, cookie)),
  );
  return {
    ...slow,
    idle: quantile(idle.milliseconds, 0.99),
    meanwhile: quantile(result.milliseconds, 0.99),
    answers: result.milliseconds.length,
  };
}

async function run({ rounds, loadSeconds, signal, say }: Effort) {
  await using database = await startDatabase();
  await using desk = await startEdgeDesk(database, signal);
  const { cookie } = cookieOf(database.secret);
  const all: Awaited<ReturnType<typeof measure>>[] = [];
  for (let count = 0; count <= rounds; count++) {
    signal.throwIfAborted();
    say(count === 0 ? "a round that is not counted" : `round ${count} of ${rounds}`);
    const one = await measure(desk, cookie, Math.max(loadSeconds, 3)).catch((cause: unknown) => {
      throw new Error(`It failed, and nginx said:\n${desk.errors().slice(-2_000)}`, { cause });
    });
    if (count > 0) all.push(one);
  }
  return {
    values: all.map(({ idle, meanwhile }) => meanwhile / idle),
    details: [
      { name: "idle, p99", unit: "ms", values: all.map(({ idle }) => idle) },
      { name: "meanwhile, p99", unit: "ms", values: all.map(({ meanwhile }) => meanwhile) },
      { name: "answers meanwhile", unit: "", values: all.map(({ answers }) => answers) },
      { name: "slow connections opened", unit: "", values: all.map(({ opened }) => opened) },
      { name: "of them still open at the end", unit: "", values: all.map(({ held }) => held) },
    ],
  };
}

export const slowClients: Measurement = {
  name: "slow-clients",
  title: `Reading the hosts through nginx beside ${countSlow.toLocaleString("en")} slow connections, p99 as a multiple of idle`,
  limit: { atMost: 2 },
  unit: "",
  method:
    "GET /api/v1/hosts, one after the other from a thread of its own, through nginx in front of three servers: first while nothing else " +
    `happens, then beside ${countOfEach * 3} connections of which a third sends headers a byte each 2 s, a third a body likewise, and a third reads ` +
    `no answer, while an import of ${uploadSeconds * piecesPerSecond * hostsPerPiece} hosts is sent over ${uploadSeconds} s; an import that does not succeed fails the measure. ` +
    "The slow come from addresses of their own, as many as the limit of connections asks for.",
  run,
};
