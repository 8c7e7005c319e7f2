import type { FastifyRequest } from "fastify";
import { cookieName, isBearer } from "@/server/api/request-context";
import { forbidden } from "@/server/domain/errors";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const formTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/**
 * Refuses changes that another site's page could have sent with the browser's cookie, and sign-ins that it could have sent to sign
 * its visitor in as somebody else: anything that the browser does not call same-origin, or, from a browser that does not say, of
 * another origin, or with a content type that a form can send. What comes with a bearer token is no browser's. Throws `forbidden`.
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | undefined): void {
  if (safeMethods.has(request.method) || !isOfBrowser(request)) return;
  const { "sec-fetch-site": site, origin, "content-type": contentType } = request.headers;
  const isSameOrigin = site === undefined ? origin === ownOrigin(request, publicUrl) : site === "same-origin";
  if (!isSameOrigin) throw forbidden("This request does not come from OpsDesk's own pages.");
  if (contentType !== undefined && formTypes.test(contentType)) throw forbidden("A form cannot change anything here.");
}

/** By the route, because a path can be spelled in many ways. */
function isOfBrowser(request: FastifyRequest): boolean {
  const { routeOptions, cookies } = request;
  if (routeOptions.url?.startsWith("/api/auth/")) return true;
  return cookies[cookieName] !== undefined && !isBearer(request);
}

function ownOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl ? new URL(publicUrl).origin : `${request.protocol}://${request.host}`;
}
