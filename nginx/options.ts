import * as z from "zod";
import { numbers } from "@/server/domain/numbers";

/** Nothing in a value may end its directive or stand for a variable. */
const unsafe = /[\s"';{}$\\#]/;

const folder = z
  .string()
  .startsWith("/", "Must be an absolute path.")
  .refine((path) => !unsafe.test(path), "May hold no space, quote or special character.")
  .transform((path) => path.replace(/(?<=.)\/+$/, ""));

const upstream = z
  .string()
  .regex(/^([\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i, "Must be an address or a name with a port, such as 10.0.0.11:3000.");

const listenAddress = z
  .string()
  .regex(/^(([\d.]+|\[[\da-f:]+\]|\*):)?\d{1,5}$/i, "Must be a port, or an address with a port, such as 10.0.0.1:443.");

const name = z.string().regex(/^[\w-]+(\.[\w-]+)*$|^\[[\da-f:]+\]$/i, "Must be a host name or an address.");

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: "Must be an address or a network." });

const tls = z.union([
  z.literal("none"),
  z.strictObject({ certificate: folder, key: folder }).describe("The files of the chain and of its key, in PEM."),
]);

/** What an installation decides about its nginx. Everything else is in the templates and in `numbers`. */
export const edgeOptions = z
  .strictObject({
    servers: z.array(upstream).min(1, "Name at least one server."),
    pages: z.array(upstream).min(1, "Name at least one process of pages."),
    /** What people type. With TLS, requests for other names are refused. */
    names: z.array(name).default([]),
    tls: tls.default("none"),
    httpListen: z.array(listenAddress).min(1).default(["80"]),
    httpsListen: z.array(listenAddress).min(1).default(["443"]),
    /** Where the pages reach the servers through this nginx. Keep it inside. */
    insideListen: listenAddress.optional(),
    /** Proxies in front of this one, who are believed about client addresses and the scheme. */
    trustedFronts: z.array(network).default([]),
    /** The folder of the artifacts' bytes, if this nginx can read it. */
    store: folder.optional(),
    /** Where a client of ACME, such as certbot, puts its proofs. */
    acme: folder.optional(),
    maxImportMegabytes: z.number().int().positive().default(numbers.imports.maxSizeMegabytes),
    maxArtifactMegabytes: z.number().int().positive().default(numbers.artifacts.maxSizeMegabytes),
    workerProcesses: z.union([z.literal("auto"), z.number().int().positive()]).default("auto"),
    workerConnections: z.number().int().min(64).default(numbers.edge.workerConnections),
    /** Where the rendered files will lie. */
    folder,
    pidFile: folder.default("/run/nginx.pid"),
    errorLog: z.union([z.literal("stderr"), folder]).default("/var/log/nginx/error.log"),
    accessLog: folder.default("/var/log/nginx/access.log"),
    tempFolder: folder.default("/var/lib/nginx"),
    /** As whom the workers run, where nginx is started by root. */
    user: z
      .string()
      .regex(/^[\w-]+$/, "Must be the name of a user.")
      .optional(),
  })
  .refine(({ tls: chosen, names }) => chosen === "none" || names.length > 0, {
    path: ["names"],
    error: "With TLS, say the name that people type.",
  });

export type EdgeOptions = z.input<typeof edgeOptions>;
export type Edge = z.output<typeof edgeOptions>;
