/** Import specifiers with spaces between them, and whole statements where the form matters. */
export type Imports = { specifiers: string; statements?: string[] };

/** For each kind of file what its layer lets it import and what not, for the test of the gates. */
export const plantedImports: Record<string, { allowed: Imports; refused: Imports }> = {
  "db/schema/hosts.ts": {
    allowed: { specifiers: "drizzle-orm/pg-core ./users @/db/enums" },
    refused: {
      specifiers: "../enums @/server/domain/errors @/server/env @/app/_lib/trpc @/scripts/build process node:process",
    },
  },
  "db/enums.ts": {
    allowed: { specifiers: "" },
    refused: { specifiers: "drizzle-orm ./connect @/db/columns zod" },
  },
  "db/connect.test.ts": {
    allowed: { specifiers: "vitest @/server/test/database @/db/connect" },
    refused: { specifiers: "../a @/server/domain/errors @/server/api/root" },
  },
  "server/domain/hosts/mutations.ts": {
    allowed: { specifiers: "drizzle-orm zod ./schema @/db/schema/hosts @/server/domain/audit/audited" },
    refused: {
      specifiers: `fastify @fastify/cookie @trpc/server next next/headers react react/jsx-runtime react-dom react-dom/server
        @mantine/core @tanstack/react-query prom-client pino process node:process
        @/server/env @/server/log @/server/boot @/server/api/root @/server/jobs/runner @/server/cli/doctor
        @/server/test/database @/app/_lib/trpc @/scripts/build @/e2e/sign-in
        ../users/queries ./../users/queries ./.. ..`,
      statements: [
        'import type { Context } from "@/server/api/trpc";',
        'export { appRouter } from "@/server/api/root";',
        'export * from "@/server/api/root";',
        'export const root = await import("@/server/api/root");',
      ],
    },
  },
  "server/domain/hosts/mutations.test.ts": {
    allowed: {
      specifiers:
        "vitest fast-check drizzle-orm ./mutations @/server/test/database @/server/domain/context @/db/schema/hosts",
    },
    refused: {
      specifiers: `@/server/api/root @/server/jobs/runner @/server/env ../users/queries fastify @fastify/cookie @trpc/server
        next next/headers react react/jsx-runtime react-dom react-dom/server @mantine/core @tanstack/react-query
        prom-client pino process node:process`,
    },
  },
  "server/domain/hosts/schema.ts": {
    allowed: {
      specifiers: `zod @/db/enums @/server/domain/users/schema @/server/domain/permissions @/server/domain/numbers
        @/server/domain/audit-tree/proof`,
    },
    refused: { specifiers: "./rules @/db/schema/hosts drizzle-orm node:crypto @/server/domain/errors ../users/schema" },
  },
  "server/domain/permissions.ts": {
    allowed: { specifiers: "zod @/db/enums" },
    refused: { specifiers: "@/server/domain/context ./context" },
  },
  "server/domain/numbers.ts": {
    allowed: { specifiers: "zod" },
    refused: { specifiers: "node:os @/db/connect" },
  },
  "server/domain/audit-tree/proof.ts": {
    allowed: { specifiers: "@/server/domain/audit-tree/schema" },
    refused: { specifiers: "node:crypto ./seal" },
  },
  "server/env.ts": {
    allowed: { specifiers: "zod ./build @/server/build @/server/domain/numbers" },
    refused: {
      specifiers: `./boot @/server/main ./api/root @/server/api/root @/server/jobs/runner @/server/test/database
        @/db/connect drizzle-orm drizzle-orm/pg-core postgres ../a`,
    },
  },
  "server/main.ts": {
    allowed: {
      specifiers: "./boot ./api/server @/server/api/http/server @/server/domain/errors @/db/connect postgres",
    },
    refused: { specifiers: "@/server/test/database ./test/database @/scripts/build @/app/_lib/trpc ../a" },
  },
  "server/api/routers/hosts.ts": {
    allowed: {
      specifiers: "@trpc/server fastify ./users @/server/api/trpc @/server/domain/hosts/queries @/server/log",
    },
    refused: {
      specifiers: `drizzle-orm drizzle-orm/pg-core postgres process node:process
        @/db/connect @/db/schema/hosts @/db/enums @/server/jobs/runner @/server/cli/doctor @/server/main @/server/boot
        @/server/test/database @/app/_lib/trpc @/scripts/build ../trpc`,
    },
  },
  "server/jobs/seal-audit-tree.ts": {
    allowed: { specifiers: "./runner @/server/jobs/runner @/server/domain/audit-tree/seal @/server/log" },
    refused: {
      specifiers: `drizzle-orm drizzle-orm/pg-core postgres process node:process
        @/db/connect @/server/api/root @/server/cli/doctor @/server/worker @/server/test/database ../log`,
    },
  },
  "server/cli/doctor.ts": {
    allowed: { specifiers: "./output @/server/cli/output @/server/boot @/server/domain/users/queries" },
    refused: {
      specifiers: `drizzle-orm drizzle-orm/pg-core postgres process node:process
        @/db/connect @/server/api/root @/server/jobs/runner @/server/migrate @/server/test/database ../boot`,
    },
  },
  "server/api/http/server.test.ts": {
    allowed: { specifiers: "@/server/test/database @/server/api/trpc @/db/schema/hosts drizzle-orm ./server" },
    refused: { specifiers: "@/app/_lib/trpc @/e2e/sign-in ../trpc" },
  },
  "server/env.test.ts": {
    allowed: { specifiers: "vitest ./env ./boot @/server/test/database" },
    refused: { specifiers: "@/app/_lib/trpc" },
  },
  "server/test/database.ts": {
    allowed: {
      specifiers: `./cluster @/db/connect @/server/env @/server/domain/context @/server/test/cluster @/server/api/server
        @/server/api/metrics-server @/scripts/embedded-postgres`,
    },
    refused: { specifiers: "@/server/api/root @/server/jobs/runner @/app/_lib/trpc ../env" },
  },
  "app/(desk)/hosts/page.tsx": {
    allowed: {
      specifiers: `react @mantine/core @/app/_lib/trpc ./_components/hosts-table @/server/domain/hosts/schema
        @/server/domain/permissions @/server/domain/numbers @/server/domain/audit-tree/proof`,
      statements: ['import type { AppRouter } from "@/server/api/root";'],
    },
    refused: {
      specifiers: `@/server/domain/hosts/queries @/server/domain/hosts/rules @/server/domain/errors @/server/env
        @/server/api/trpc @/server/api/root @/server/jobs/runner @/db/connect @/db/enums @/scripts/build
        drizzle-orm drizzle-orm/pg-core postgres fastify @fastify/cookie pino prom-client process node:process
        ../artifacts/page`,
      statements: [
        'import { appRouter } from "@/server/api/root";',
        'import * as root from "@/server/api/root";',
        'export const rules = await import("@/server/domain/hosts/rules");',
      ],
    },
  },
  "proxy.ts": {
    allowed: { specifiers: "next/server @/app/_lib/env" },
    refused: { specifiers: "@/server/env @/server/domain/errors" },
  },
  "deploy/prometheus/rules.test.ts": {
    allowed: { specifiers: "vitest @/deploy/test/prometheus @/server/test/server @/server/domain/numbers" },
    refused: { specifiers: "@/server/api/root @/server/metrics @/db/schema @/e2e/desk ../test/prometheus" },
  },
  "e2e/hosts.spec.ts": {
    allowed: { specifiers: "@playwright/test node:fs ./sign-in @/e2e/sign-in" },
    refused: { specifiers: "@/server/domain/numbers @/db/enums @/app/_lib/trpc @/scripts/build ../scripts/build" },
  },
  "bench/host-import.ts": {
    allowed: {
      specifiers: "fastify ./measurement @/db/connect @/scripts/build @/server/domain/errors @/server/api/rest",
    },
    refused: { specifiers: "@/app/_lib/trpc @/e2e/desk @/server/main @/server/test/database ../scripts/build" },
  },
  "nginx/render.ts": {
    allowed: {
      specifiers:
        "zod ./options @/server/domain/numbers @/server/api/problems @/app/_lib/tokens @/scripts/launch/readiness",
    },
    refused: { specifiers: "@/app/_lib/trpc @/server/api/server @/server/main @/server/test/server ../server/env" },
  },
  "nginx/paths.test.ts": {
    allowed: { specifiers: "vitest ./paths @/server/test/server @/server/domain/numbers @/db/schema" },
    refused: { specifiers: "@/app/_lib/trpc @/e2e/desk ../server/env" },
  },
  "scripts/build.ts": {
    allowed: { specifiers: "esbuild @/server/env ./sources" },
    refused: { specifiers: "../server/env" },
  },
};
