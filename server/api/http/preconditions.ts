import type { IncomingHttpHeaders } from "node:http";

/** What is to be sent: the ETag, and the moment since which it is what it is. */
export type Representation = { etag: string; modifiedAt: Date; sizeBytes: number };

/** `send` it, say that the client has it (`unchanged`, 304), or that it is not what the client saw (`changed`, 412). */
export type Outcome = "send" | "unchanged" | "changed";

/** Decides by the conditions of a GET or HEAD, in the order of RFC 9110, section 13.2.2. */
export function outcomeOf(headers: IncomingHttpHeaders, { etag, modifiedAt }: Representation): Outcome {
  const ifMatch = headers["if-match"];
  if (ifMatch !== undefined) {
    if (!names(ifMatch, etag, { isWeak: false })) return "changed";
  } else if (isBefore(headers["if-unmodified-since"], modifiedAt)) return "changed";
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, etag, { isWeak: true }) ? "unchanged" : "send";
  const since = secondsOf(headers["if-modified-since"]);
  return since !== undefined && seconds(modifiedAt) <= since ? "unchanged" : "send";
}

/** Whether the part that is asked for is one of what the client has a part of already; without `If-Range` it need not be. */
export function isSameRange(ifRange: string | undefined, { etag, modifiedAt }: Representation): boolean {
  if (ifRange === undefined || ifRange === etag) return true;
  return secondsOf(ifRange) === seconds(modifiedAt);
}

/** Whether a list of entity tags names this one. A weak one is equal only where bytes need not be. */
function names(list: string, etag: string, { isWeak }: { isWeak: boolean }): boolean {
  if (list.trim() === "*") return true;
  const tags = list.match(/(W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (isWeak && tag === `W/${etag}`));
}

const seconds = (moment: Date) => Math.floor(moment.getTime() / 1_000);

/** Undefined for what is no date, which is then as good as absent. */
function secondsOf(date: string | undefined): number | undefined {
  const milliseconds = date !== undefined && /^\w{3}, /.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1_000);
}

function isBefore(date: string | undefined, modifiedAt: Date): boolean {
  const limit = secondsOf(date);
  return limit !== undefined && seconds(modifiedAt) > limit;
}
