import { createRequire } from "node:module";
import { dirname } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { openApiDocument } from "@/server/api/openapi";

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Swagger UI sets inline styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>API · OpsDesk</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <main id="docs"></main>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** A file of its own, because the page allows no inline scripts. The default validator would be asked over the internet. */
const startScript = `SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });
`;

/** The OpenAPI document, and a page to read it on, served from here alone. */
export function registerDocs(app: FastifyInstance): void {
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get("/api/v1/openapi.json", () => {
    // Made when somebody asks: it would be in every idle server's memory otherwise.
    document ??= openApiDocument();
    return document;
  });
  app.get("/api/docs", (_request, reply) =>
    reply.header("content-security-policy", contentSecurityPolicy).type("text/html; charset=utf-8").send(page),
  );
  app.get("/api/docs/start.js", (_request, reply) => reply.type("text/javascript; charset=utf-8").send(startScript));
  app.register(fastifyStatic, {
    root: dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json")),
    prefix: "/api/docs/",
    index: false,
    allowedPath: (path) => path === "/swagger-ui.css" || path === "/swagger-ui-bundle.js",
  });
}
