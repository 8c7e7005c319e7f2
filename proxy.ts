import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/app/_lib/content-security-policy";
import { headerNames } from "@/app/_lib/header-names";

/**
 * Gives every page its content security policy with a fresh nonce, its request id and the path that was asked for.
 * It decides about no access: that is the API's.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const requestId = request.headers.get(headerNames.requestId) ?? crypto.randomUUID();

  const headers = new Headers(request.headers);
  headers.set(headerNames.requestId, requestId);
  headers.set(headerNames.nonce, nonce);
  headers.set(headerNames.path, request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set(headerNames.requestId, requestId);
  return response;
}

export const config = { matcher: "/((?!api/|_next/static/|icon.svg).*)" };
