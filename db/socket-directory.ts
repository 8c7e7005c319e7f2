/**
 * The folder of a Unix socket that a URL names as libpq does, `postgres://user:password@%2Frun%2Fpostgresql/database`, as an
 * option of postgres.js, which does not decode it. Empty for a URL with a host name.
 */
export function socketDirectory(url: string): { host?: string } {
  const encoded = /^\w+:\/\/(?:[^@/]*@)?(%2f[^:/?]*)/i.exec(url)?.[1];
  return encoded ? { host: decodeURIComponent(encoded) } : {};
}
