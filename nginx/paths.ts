/**
 * The paths of the server that nginx treats in a way of their own. `paths.test.ts` holds them against the routes that there are:
 * what checks a password, takes a file or gives one, and is in none of these lists, fails it.
 */

/** What checks a password, a code or the secret of a link. */
export const signInPaths = [
  "/api/auth/login",
  "/api/auth/password",
  "/api/auth/reset",
  "/api/auth/two-step/begin",
  "/api/auth/two-step/confirm",
  "/api/auth/two-step/off",
  "/api/auth/two-step/recovery-codes",
  "/api/v1/auth/token",
] as const;

export const refreshPath = "/api/v1/auth/refresh";

/** What ends a session checks nothing that could be guessed. */
export const sessionEndPaths = ["/api/auth/logout", "/api/v1/auth/revoke"] as const;

export const eventsPath = "/api/events";

/** Files that are made while they are sent. */
export const exportPaths = [
  "/api/v1/hosts/export.csv",
  "/api/v1/hosts/export.ndjson",
  "/api/v1/audit-events/export.csv",
  "/api/v1/audit-events/export.ndjson",
] as const;

/** Files that are read while they come. */
export const importPaths = ["/api/v1/hosts/import", "/api/v1/users/import"] as const;

/** Beginnings of paths: files in pieces, and in one piece. */
export const uploadsPath = "/api/v1/uploads";
export const namedUploadsPath = "/api/v1/artifacts/by-name/";

/** A regular expression: what may be answered with a file of the store. */
export const artifactContentPath = "/api/v1/artifacts/[^/]+/content";

/** Internal, for `X-Accel-Redirect`: the rest of the path is the file's place below the store. */
export const storePath = "/_blobs/";

/** Internal: the pages of errors. */
export const errorPagesPath = "/_errors/";
