import { buildWhenStale } from "./build/build";
import { print, secondsSince } from "./launch/progress";

const shutdown = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => shutdown.abort(new Error(signal)));

await buildWhenStale(shutdown.signal);
print(`Everything is built (${secondsSince(0)}).`);
