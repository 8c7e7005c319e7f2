import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["{app,db,deploy,nginx,server,scripts}/**/*.test.{ts,tsx}"],
    globalSetup: "server/test/cluster.ts",
    // Two cores are shared with PostgreSQL; waiting for a turn must not look like a failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
