/** Headers that proxy.ts adds to a request, for the pages to read. */
export const headerNames = {
  requestId: "x-request-id",
  nonce: "x-nonce",
  path: "x-desk-path",
} as const;
