import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routesOf, startServer, type TestServer } from "@/server/test/server";
import * as paths from "./paths";

let server: TestServer;
let routes: { path: string; methods: string[] }[];
beforeAll(async () => {
  server = await startServer();
  routes = routesOf(server.app);
});
afterAll(() => server[Symbol.asyncDispose]());

const pathsOf = (matches: RegExp) =>
  [...new Set(routes.map(({ path }) => path).filter((path) => matches.test(path)))].sort();

describe("the paths that nginx knows", () => {
  it("are all that checks a password, a code or a link, and what exchanges or ends a session", () => {
    const known = [...paths.signInPaths, paths.refreshPath, ...paths.sessionEndPaths];
    expect(pathsOf(/^\/api\/(v1\/)?auth\//)).toEqual(known.toSorted());
  });

  it("are all that takes a file or gives one", () => {
    expect(pathsOf(/\/import$/)).toEqual([...paths.importPaths].sort());
    expect(pathsOf(/\/export(\.\w+)?$/)).toEqual([...paths.exportPaths].sort());
    expect(pathsOf(/^\/api\/events/)).toEqual([paths.eventsPath]);
  });

  it("hold nothing that the server keeps for itself", () => {
    const own = [paths.storePath, paths.errorPagesPath];
    expect(routes.filter(({ path }) => own.some((one) => path.startsWith(one)))).toEqual([]);
  });
});
