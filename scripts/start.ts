import { buildWhenStale } from "./build/build";
import { runDesk } from "./launch/desk";

const exitCode = await runDesk({
  nodeEnvironment: "production",
  prepare: buildWhenStale,
  migrate: ["dist/migrate.js"],
  server: ["dist/main.js"],
  worker: ["dist/worker.js"],
  web: () => [".next/standalone/server.js"],
});
process.exit(exitCode);
