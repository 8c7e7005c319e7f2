import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "./processes";

/** As docs/artifacts.md says, for a server that lets nginx send the bytes. */
const blobsLocation = (directory: string) => `
    location /_blobs/ {
      internal;
      alias ${directory}/;
      etag off;
      add_header ETag $upstream_http_etag;
      add_header Repr-Digest $upstream_http_repr_digest;
      add_header X-Content-Type-Options $upstream_http_x_content_type_options;
      add_header Content-Security-Policy $upstream_http_content_security_policy;
      add_header Cross-Origin-Resource-Policy $upstream_http_cross_origin_resource_policy;
    }`;

const configuration = (folder: string, port: number, upstreams: readonly number[], blobs: string | undefined) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
  upstream servers {
    ${upstreams.map((upstream) => `server 127.0.0.1:${upstream} max_fails=1 fail_timeout=3s;`).join(" ")}
    keepalive 8;
  }
  server {
    listen 127.0.0.1:${port};
    ${blobs === undefined ? "" : blobsLocation(blobs)}
    location / {
      proxy_pass http://servers;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_request_buffering off;
      proxy_connect_timeout 1s;
    }
  }
}`;

/**
 * Starts nginx in front of servers of this machine, as in production, until the test ends. Gives its origin. With a folder of blobs,
 * it sends those that a server tells it to.
 */
export async function startNginx(upstreams: readonly number[], blobs?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-"));
  await chmod(folder, 0o755);
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), configuration(folder, port, upstreams, blobs));
  const args = ["-p", folder, "-e", "stderr", "-c", "nginx.conf"];
  // Distributions keep it where not every PATH looks.
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const child = spawn("nginx", args, { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  await new Promise((resolve, reject) => child.on("spawn", resolve).on("error", reject));
  return `http://127.0.0.1:${port}`;
}
