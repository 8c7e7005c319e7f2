import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { startDatabase } from "@/bench/desk/database";
import { fillHosts } from "@/bench/desk/fill-hosts";
import { startBrowser, startPages } from "@/bench/desk/pages";
import { startServer } from "@/bench/desk/server";
import { buildWhenStale } from "./build/build";
import { print, step } from "./launch/progress";
import { pictures } from "./screenshots/pictures";
import { tellStory } from "./screenshots/story";
import { takePictures } from "./screenshots/take-pictures";

const folder = "docs/screenshots";
const hosts = 5_000;

const { values: options } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const wanted = pictures.filter(({ name }) => options.only?.includes(name) ?? true);

const shutdown = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => shutdown.abort());

/** Shows a desk of its own, with people and a past that are the same each time, and takes pictures of its pages. */
async function takeScreenshots(): Promise<void> {
  await buildWhenStale(shutdown.signal);
  await using database = await startDatabase();
  await step("an estate with a story", () => fillHosts(database, hosts));
  const team = await step("a team with a past", () => tellStory(database.ctx));
  await using server = await startServer(database, shutdown.signal);
  await using _pages = await startPages(database, server, shutdown.signal);
  await using browser = await startBrowser();
  await mkdir(folder, { recursive: true });
  await takePictures({ browser, url: server.url, team, pictures: wanted, folder, signal: shutdown.signal });
}

await takeScreenshots();
print(`Written to ${folder}.`);
// The channel to bootstrap.mjs would keep this process alive.
process.exit();
