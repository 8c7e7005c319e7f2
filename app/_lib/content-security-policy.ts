import { env } from "./env";

/**
 * The policy of one page. Scripts run by nonce alone; inline styles are allowed, because Mantine sets sizes in style
 * attributes. In development React needs eval, and the page talks to Next over a web socket.
 */
export function contentSecurityPolicy(nonce: string): string {
  const directives = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${env.isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
