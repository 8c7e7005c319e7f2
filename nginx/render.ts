import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { numbers } from "@/server/domain/numbers";
import { errorPageDirectives, renderErrorPages } from "./error-pages";
import { type Edge, type EdgeOptions, edgeOptions } from "./options";
import * as paths from "./paths";
import { errorDirectives, problemLocations } from "./problems";
import { fillIn, readTemplate } from "./template";

type Widened<T> = { [Key in keyof T]: T[Key] extends number ? number : Widened<T[Key]> };

/** The limits of the edge. Tests of what happens past them, and measures that lift them, have others than `numbers`. */
export type EdgeNumbers = Widened<typeof numbers.edge>;

type Values = Record<string, string | number>;

/**
 * Renders the whole configuration. Gives the text of each file by its path below the folder; `nginx.conf` is the one to start
 * with. Throws a ZodError for options that cannot be.
 */
export async function renderEdge(
  options: EdgeOptions,
  edge: EdgeNumbers = numbers.edge,
): Promise<Record<string, string>> {
  const settled = edgeOptions.parse(options);
  const pages = await renderErrorPages();
  const values: Values = {
    ...valuesOfOptions(settled),
    ...valuesOfNumbers(edge),
    ...valuesOfUpstreams(settled, edge),
    ...valuesOfPaths(),
    errorPagePolicy: pages.policy,
  };
  const filled = async (name: string, more: Values = {}) => fillIn(await readTemplate(name), { ...values, ...more });

  const locations = [...problemLocations("problem"), ...problemLocations("trpc")].map(({ retryAfter, ...location }) => {
    const header = retryAfter === undefined ? "" : `  add_header Retry-After ${retryAfter} always;`;
    return filled("problem.conf", { ...location, retryAfter: header });
  });
  const store = await (settled.store === undefined
    ? filled("no-store.conf")
    : filled("store.conf", { store: settled.store }));
  const acme = settled.acme === undefined ? "" : await filled("acme.conf", { acme: settled.acme });
  const inside =
    settled.insideListen === undefined ? "" : await filled("inside.conf", { insideListen: settled.insideListen });
  const plain = ["nginx", "clients", "limits", "log", "upstreams", "proxy", "security-headers"];
  const files: [string, string][] = [
    ...(await Promise.all(
      plain.map(async (name) => [`${name}.conf`, await filled(`${name}.conf`)] as [string, string]),
    )),
    ["desk.conf", await filled("desk.conf", { store })],
    ["errors.conf", await filled("errors.conf", { problems: (await Promise.all(locations)).join("\n") })],
    ["listeners.conf", await filled(`listeners-${settled.tls === "none" ? "http" : "https"}.conf`, { inside, acme })],
    ["api-errors.conf", errorDirectives("problem")],
    ["trpc-errors.conf", errorDirectives("trpc")],
    ["page-errors.conf", errorPageDirectives()],
    ...Object.entries(pages.files).map(([name, text]) => [`errors/${name}`, text] as [string, string]),
  ];
  return Object.fromEntries(files.map(([path, text]) => [path, text.replaceAll(/\n{3,}/g, "\n\n")]));
}

/** Writes the configuration into a folder, from where it may be copied to `options.folder`. */
export async function writeEdge(out: string, options: EdgeOptions, edge?: EdgeNumbers): Promise<void> {
  for (const [path, text] of Object.entries(await renderEdge(options, edge))) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
}

const lines = (texts: readonly string[]) => texts.map((text) => `  ${text};`).join("\n");

function valuesOfOptions(edge: Edge): Values {
  const { tls, names, trustedFronts, user, httpListen, httpsListen } = edge;
  const httpsPort = httpsListen[0]?.replace(/^.*:/, "");
  const listen = (addresses: readonly string[], how: string) =>
    lines(addresses.map((address) => `listen ${address}${how}`));
  const realAddress = [
    ...trustedFronts.map((network) => `set_real_ip_from ${network};`),
    "real_ip_header X-Forwarded-For;",
    "real_ip_recursive on;",
  ];
  return {
    folder: edge.folder,
    pidFile: edge.pidFile,
    errorLog: edge.errorLog,
    accessLog: edge.accessLog,
    tempFolder: edge.tempFolder,
    user: user === undefined ? "" : `user ${user};`,
    workerProcesses: edge.workerProcesses,
    workerConnections: edge.workerConnections,
    // A connection of a client may need one to an upstream, and a file.
    openFiles: edge.workerConnections * 2,
    httpDefaultListen: listen(httpListen, " default_server"),
    httpsDefaultListen: listen(httpsListen, " ssl http2 default_server"),
    httpsListen: listen(httpsListen, " ssl http2"),
    httpsPortSuffix: httpsPort === "443" ? "" : `:${httpsPort}`,
    names: names.join(" ") || "_",
    firstName: names[0] ?? "_",
    knownNames: lines(names.map((name) => `${name} ${name}`)),
    ...(tls === "none" ? {} : { certificate: tls.certificate, certificateKey: tls.key }),
    realAddress: trustedFronts.length === 0 ? "" : realAddress.join("\n"),
    fronts: lines(trustedFronts.map((network) => `${network} 1`)),
    strictTransport:
      tls === "none"
        ? ""
        : `add_header Strict-Transport-Security "max-age=${numbers.edge.strictTransportSeconds}" always;`,
    maxImportMegabytes: edge.maxImportMegabytes,
    maxArtifactMegabytes: edge.maxArtifactMegabytes,
  };
}

function valuesOfNumbers(edge: EdgeNumbers): Values {
  return {
    apiPerSecond: edge.api.perSecond,
    apiBurst: edge.api.burst,
    signInPerMinute: edge.signIn.perMinute,
    signInBurst: edge.signIn.burst,
    signInRetrySeconds: Math.ceil(60 / edge.signIn.perMinute),
    refreshPerMinute: edge.refresh.perMinute,
    refreshBurst: edge.refresh.burst,
    uploadsPerSecond: edge.uploads.perSecond,
    uploadsBurst: edge.uploads.burst,
    uploadConnections: edge.uploads.connections,
    pagesPerSecond: edge.pages.perSecond,
    pagesBurst: edge.pages.burst,
    connections: edge.connections,
    headerTimeoutSeconds: edge.headerTimeoutSeconds,
    bodyTimeoutSeconds: edge.bodyTimeoutSeconds,
    sendTimeoutSeconds: edge.sendTimeoutSeconds,
    keepAliveSeconds: edge.keepAliveSeconds,
    reloadDrainSeconds: edge.reloadDrainSeconds,
    connectTimeoutSeconds: edge.upstream.connectTimeoutSeconds,
    readTimeoutSeconds: edge.upstream.readTimeoutSeconds,
    importSilenceSeconds: edge.upstream.importTimeoutSeconds,
    heartbeatSeconds: numbers.streams.heartbeatSeconds,
    // Two beats may be missed.
    streamSilenceSeconds: numbers.streams.heartbeatSeconds * 3,
    jsonBodyBytes: numbers.requests.jsonBodyBytes,
    unavailableRetrySeconds: numbers.requests.retryAfterSeconds,
    longCharacters,
  };
}

function valuesOfUpstreams({ servers, pages }: Edge, { upstream }: EdgeNumbers): Values {
  const checks = `max_fails=${upstream.maxFails} fail_timeout=${upstream.failTimeoutSeconds}s`;
  const list = (addresses: readonly string[]) => lines(addresses.map((address) => `server ${address} ${checks}`));
  return { servers: list(servers), pages: list(pages) };
}

function valuesOfPaths(): Values {
  const anyOf = (list: readonly string[]) => list.map((path) => path.replaceAll(".", "\\.")).join("|");
  return {
    signInPaths: anyOf(paths.signInPaths),
    refreshPath: paths.refreshPath,
    eventsPath: paths.eventsPath,
    exportPaths: anyOf(paths.exportPaths),
    importPaths: anyOf(paths.importPaths),
    uploadsPath: paths.uploadsPath,
    namedUploadsPath: paths.namedUploadsPath,
    artifactContentPath: paths.artifactContentPath,
    storePath: paths.storePath,
    errorPagesPath: paths.errorPagesPath,
  };
}

/** Characters past ASCII in the bytes of UTF-8, without the controls of U+0080 to U+009F and the line ends U+2028 and U+2029. */
const longCharacters = [
  "",
  String.raw`\xc2[\xa0-\xbf]`,
  String.raw`[\xc3-\xdf][\x80-\xbf]`,
  String.raw`\xe0[\xa0-\xbf][\x80-\xbf]`,
  String.raw`\xe2\x80[\x80-\xa7\xaa-\xbf]`,
  String.raw`\xe2[\x81-\xbf][\x80-\xbf]`,
  String.raw`\xed[\x80-\x9f][\x80-\xbf]`,
  String.raw`[\xe1\xe3-\xec\xee\xef][\x80-\xbf]{2}`,
  String.raw`\xf0[\x90-\xbf][\x80-\xbf]{2}`,
  String.raw`[\xf1-\xf3][\x80-\xbf]{3}`,
  String.raw`\xf4[\x80-\x8f][\x80-\xbf]{2}`,
].join("|");
