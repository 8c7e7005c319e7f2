import { runDesk } from "./launch/desk";

const watch = ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false"];

const exitCode = await runDesk({
  nodeEnvironment: "development",
  prepare: async () => {},
  migrate: ["--import", "tsx", "server/migrate.ts"],
  server: [...watch, "server/main.ts"],
  worker: [...watch, "server/worker.ts"],
  web: (port) => ["node_modules/next/dist/bin/next", "dev", "--hostname", "127.0.0.1", "--port", String(port)],
});
process.exit(exitCode);
