/** A file that a rule is about, for the test of the gates. A path may come once only among the cases of a tool. */
export type Case = [rule: string, path: string, text: string];

const readsEnvironment = "export const home = process.env.HOME;";

export const refusedByBiome: Case[] = [
  ["noProcessEnv", "server/domain/users/rules.ts", readsEnvironment],
  ["noProcessEnv", "server/log.ts", readsEnvironment],
  ["noProcessEnv", "server/cli/backup.ts", 'import { env } from "node:process";\nexport const home = env.HOME;'],
  ["noProcessEnv", "app/_lib/session.ts", readsEnvironment],
  ["noProcessEnv", "bench/audited.ts", readsEnvironment],
  ["noRestrictedGlobals", "server/api/rest.ts", "const { env } = process;\nexport const home = env.HOME;"],
  ["noImportCycles", "db/columns.ts", 'import { b } from "./roles";\nexport const a = () => b;'],
  ["noImportCycles", "db/roles.ts", 'import { a } from "@/db/columns";\nexport const b = () => a;'],
  ["noImportCycles", "server/metrics.ts", 'import type { B } from "./build";\nexport type A = B[];'],
  ["noImportCycles", "server/build.ts", 'import type { A } from "./metrics";\nexport type B = A | string;'],
  ["useFilenamingConvention", "app/_components/HostTable.tsx", "export const name = 1;"],
  ["useFilenamingConvention", "server/domain/audit/canonicalBytes.ts", "export const name = 1;"],
  ["useFilenamingConvention", "server/domain/audit/changed_fields.ts", "export const name = 1;"],
  ["useImportType", "server/api/hooks.ts", 'import { Actor } from "./actor";\nexport type Caller = Actor;'],
  ["useNodejsImportProtocol", "scripts/protocol.ts", 'import "fs";'],
  ["noBarrelFile", "server/domain/blobs/store.ts", 'export { read } from "./read";'],
  ["noReExportAll", "server/domain/blobs/all.ts", 'export * from "./read";'],
  ["noCommonJs", "scripts/common-js.ts", 'export const fs = require("node:fs");'],
  ["noEnum", "db/enum.ts", "export enum Role { admin }"],
  ["noNamespace", "db/namespace.ts", "export namespace Roles { export const admin = 1; }"],
  ["noNonNullAssertion", "server/domain/blobs/read.ts", "export const first = (names: string[]) => names[0]!;"],
  ["noParameterAssign", "server/domain/blobs/assign.ts", "export function f(n: number) { n = 1; return n; }"],
  ["noUnusedFunctionParameters", "server/domain/blobs/parameter.ts", "export function f(n: number) { return 1; }"],
  ["noUnusedImports", "server/domain/blobs/imported.ts", 'import { z } from "zod";\nexport const a = 1;'],
  ["noUnusedVariables", "server/domain/blobs/variable.ts", "const a = 1;\nexport const b = 1;"],
  [
    "noUselessCatch",
    "server/domain/blobs/catch.ts",
    "export function f() { try { g(); } catch (error) { throw error; } }",
  ],
  [
    "noUselessElse",
    "server/domain/blobs/else.ts",
    "export function f(a: 1 | 2) { if (a === 1) { return a; } else { g(); } }",
  ],
  ["useConsistentArrayType", "server/domain/blobs/array.ts", "export const a: Array<string> = [];"],
  ["useOptionalChain", "server/domain/blobs/chain.ts", "export const f = (a?: { b: string }) => a && a.b;"],
  ["useThrowOnlyError", "server/domain/blobs/throw.ts", 'export function f() { throw "no"; }'],
  ["noConsole", "server/domain/audit/record.ts", 'console.log("recorded");'],
  ["noFocusedTests", "server/domain/audit/focused.test.ts", 'import { it } from "vitest";\nit.only("a", () => {});'],
  ["noSkippedTests", "server/domain/audit/record.test.ts", 'import { it } from "vitest";\nit.skip("a", () => {});'],
  ["noDrizzleDeleteWithoutWhere", "server/domain/blobs/sweep.ts", "await tx.delete(blobs);"],
  ["noDrizzleUpdateWithoutWhere", "server/domain/blobs/scrub.ts", "await tx.update(blobs).set({ seenAt });"],
];

export const acceptedByBiome: Case[] = [
  ["noProcessEnv", "server/boot.ts", readsEnvironment],
  ["noProcessEnv", "server/test/setup.ts", readsEnvironment],
  ["noProcessEnv", "app/_lib/env.ts", readsEnvironment],
  ["noProcessEnv", "scripts/start.ts", readsEnvironment],
  ["noProcessEnv", "e2e/origin.ts", readsEnvironment],
  ["noProcessEnv", "next.config.ts", readsEnvironment],
  ["noBarrelFile", "db/schema/index.ts", 'export * from "./hosts";'],
  ["noConsole", "server/cli/users.ts", 'console.log("alice@example.net");'],
  ["noNonNullAssertion", "db/roles.test.ts", "export const first = (names: string[]) => names[0]!;"],
  ["useFilenamingConvention", "app/(desk)/hosts/[id]/page.tsx", "export const name = 1;"],
  ["useFilenamingConvention", "app/api/[...path]/route.ts", "export const name = 1;"],
  ["useFilenamingConvention", "app/_components/host-table.tsx", "export const name = 1;"],
  ["useFilenamingConvention", "vitest.config.ts", "export const name = 1;"],
];

const database = 'import { drizzle } from "drizzle-orm/postgres-js";\nconst db = drizzle("postgres://localhost");\n';
const own = "export async function seal() {}\n";

export const refusedByOxlint: Case[] = [
  ["no-floating-promises", "server/own-promise.ts", `${own}export const f = () => { seal(); };`],
  [
    "no-floating-promises",
    "server/own-thenable.ts",
    "export const f = (later: PromiseLike<void>) => { later.then(); };",
  ],
  ["no-floating-promises", "server/library-promise.ts", 'import { rm } from "node:fs/promises";\nrm("a");'],
  ["no-floating-promises", "server/library-thenable.ts", `${database}db.execute("select 1");`],
  ["no-misused-promises", "server/misused.ts", `${own}[1].forEach(async () => { await seal(); });`],
  ["await-thenable", "server/awaited.ts", "export const f = async (n: number) => { await n; };"],
  [
    "return-await",
    "server/returned.ts",
    `${own}export async function f() { try { return seal(); } catch { return 1; } }`,
  ],
  ["switch-exhaustiveness-check", "server/switch.ts", "export function f(a: 1 | 2) { switch (a) { case 1: f(a); } }"],
  ["no-unnecessary-condition", "server/condition.ts", "export const f = (s: string) => s ?? 1;"],
  ["no-unnecessary-type-assertion", "server/asserted.ts", "export const f = (s: string) => s as string;"],
  ["restrict-plus-operands", "server/plus.ts", 'export const f = (ports: number[]) => "on " + ports;'],
  ["restrict-template-expressions", "server/template.ts", `export const f = (a: object) => \`\${a}\`;`],
  ["require-array-sort-compare", "server/sort.ts", "export const f = (ports: number[]) => ports.toSorted();"],
  ["no-unsafe-argument", "server/any-argument.ts", "export const f = (a: any) => Number.parseInt(a);"],
  ["no-unsafe-assignment", "server/any-assigned.ts", 'export const a = JSON.parse("{}");'],
  ["no-unsafe-call", "server/any-called.ts", "export const f = (a: any): unknown => a();"],
  ["no-unsafe-member-access", "server/any-member.ts", 'export const a: unknown = JSON.parse("{}").name;'],
  ["no-unsafe-return", "server/any-returned.ts", 'export const f = () => JSON.parse("{}");'],
  ["only-throw-error", "server/thrown.ts", "export const f = (reason: string) => { throw reason; };"],
  ["prefer-promise-reject-errors", "server/rejected.ts", 'export const f = () => Promise.reject("no");'],
  ["use-unknown-in-catch-callback-variable", "server/caught.ts", `${own}seal().catch((error) => { throw error; });`],
  ["no-deprecated", "server/deprecated.ts", "/** @deprecated */ function old() {}\nexport const f = () => old();"],
  ["no-require-imports", "server/required.ts", 'export const fs = require("node:fs");'],
  ["consistent-type-imports", "app/typed.ts", 'export type Env = typeof import("@/server/own-promise");'],
];

export const acceptedByOxlint: Case[] = [
  [
    "no-floating-promises",
    "server/kept.ts",
    `${database}export const f = async () => { await db.execute("select 1"); };`,
  ],
  ["no-floating-promises", "server/ignored.ts", 'import { rm } from "node:fs/promises";\nvoid rm("a");'],
  [
    "no-floating-promises",
    "server/reply.ts",
    'import type { FastifyReply } from "fastify";\nexport const f = (reply: FastifyReply) => { reply.header("a", 1); };',
  ],
];

export const refusedByTypeScript: Case[] = [
  ["TS2322", "server/unchecked-index.ts", "export const first = (names: string[]): string => names[0];"],
  ["TS2375", "server/optional.ts", "type Host = { team?: string };\nexport const host: Host = { team: undefined };"],
  ["TS4114", "server/override.ts", "class A { f() {} }\nexport class B extends A { f() {} }"],
  ["TS7029", "server/fall.ts", "export function f(n: number) { switch (n) { case 1: n++; case 2: n--; } return n; }"],
  ["TS7006", "server/implicit-any.ts", "export const f = (n) => n;"],
  ["TS18047", "server/nullish.ts", "export const f = (s: string | null) => s.length;"],
  [
    "TS1484",
    "server/verbatim.ts",
    'import { OutgoingHttpHeaders } from "node:http";\nexport type H = OutgoingHttpHeaders;',
  ],
  ["TS2882", "server/side-effect.ts", 'import "./missing.css";'],
];

export const refusedByKnip: Case[] = [
  ["files", "server/forgotten.ts", "export const forgotten = 1;"],
  ["exports", "server/partly-used.ts", "export const used = 1;\nexport const unused = 2;"],
  ["types", "server/types-unused.ts", "export const kept = 1;\nexport type Unused = string;"],
  ["unlisted", "server/unlisted.ts", 'import fdir from "fdir";\nexport const walked = fdir;'],
];

/** Uses of the files above what they export, except what is to be found unused. */
export const knipEntry = `import { used } from "./partly-used";
import { kept } from "./types-unused";
import { walked } from "./unlisted";
process.exitCode = Number(used + kept === Number(walked));`;
