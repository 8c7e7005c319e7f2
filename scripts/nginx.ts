import { resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { writeEdge } from "@/nginx/render";
import { print } from "./launch/progress";

const usage = `npm run nginx -- --out FOLDER --server ADDRESS… --page ADDRESS… --name NAME… [--certificate FILE --key FILE]

  --out FOLDER           where to write; --folder FOLDER if it will lie elsewhere afterwards
  --server, --page       host:port of each server and of each process of pages; repeat for several
  --name NAME            what people type; repeat for several
  --certificate, --key   chain and key in PEM; without them nginx speaks plain HTTP
  --http, --https        port, or address:port, to listen on (80, 443); repeat for several, such as [::]:443
  --inside ADDRESS       where the pages reach the servers through nginx, such as 127.0.0.1:3080
  --trusted-front CIDR   another proxy in front, believed about client addresses; repeat for several
  --store FOLDER         the folder of the artifacts' bytes
  --acme FOLDER          where certbot or the like puts its proofs (its webroot)
  --max-import-mb, --max-artifact-mb, --worker-connections NUMBER
  --user NAME            as whom workers run (www-data)
  --pid-file, --error-log, --access-log, --temp-folder PATH`;

const text = { type: "string" } as const;
const many = { type: "string", multiple: true } as const;

const { values } = parseArgs({
  options: {
    ...{ out: text, folder: text, server: many, page: many, name: many, certificate: text, key: text },
    ...{ http: many, https: many, inside: text, "trusted-front": many, store: text, acme: text, user: text },
    ...{ "max-import-mb": text, "max-artifact-mb": text, "worker-connections": text },
    ...{ "pid-file": text, "error-log": text, "access-log": text, "temp-folder": text },
    help: { type: "boolean", default: false },
  },
});

const numberOf = (value: string | undefined) => (value === undefined ? undefined : Number(value));
const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(path));

/** Only what was given, so that everything else has its default. */
function given<T extends Record<string, unknown>>(options: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

if (values.help || values.out === undefined) {
  print(usage);
  process.exit(values.help ? 0 : 1);
}
const { out, certificate, key } = values;
try {
  if ((certificate === undefined) !== (key === undefined)) throw new Error("Give --certificate and --key, or neither.");
  await writeEdge(
    out,
    given({
      servers: values.server ?? [],
      pages: values.page ?? [],
      names: values.name,
      tls: certificate === undefined || key === undefined ? ("none" as const) : { certificate, key },
      httpListen: values.http,
      httpsListen: values.https,
      insideListen: values.inside,
      trustedFronts: values["trusted-front"],
      store: absolute(values.store),
      acme: absolute(values.acme),
      maxImportMegabytes: numberOf(values["max-import-mb"]),
      maxArtifactMegabytes: numberOf(values["max-artifact-mb"]),
      workerConnections: numberOf(values["worker-connections"]),
      folder: resolve(values.folder ?? out),
      user: values.user ?? "www-data",
      pidFile: values["pid-file"],
      errorLog: values["error-log"],
      accessLog: values["access-log"],
      tempFolder: values["temp-folder"],
    }),
  );
  print(`Written to ${out}. Try it with: nginx -t -c ${resolve(values.folder ?? out)}/nginx.conf`);
  const scheme = certificate === undefined ? "" : ` and PUBLIC_URL=https://${values.name?.[0]}`;
  print(`Each server needs TRUSTED_PROXIES with the address that this nginx has for it${scheme}.`);
} catch (error) {
  print(error instanceof z.ZodError ? z.prettifyError(error) : String(error instanceof Error ? error.message : error));
  process.exitCode = 1;
}
