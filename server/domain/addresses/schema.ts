import * as z from "zod";

/**
 * The one spelling of an address that PostgreSQL gives back, or undefined for what is no address. An IPv4 address inside an
 * IPv6 one (`::ffff:10.0.0.1`) becomes the IPv4 address that it means.
 */
export function canonicalAddress(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  if (z.ipv4().safeParse(text).success) return text;
  if (!z.ipv6().safeParse(text).success) return undefined;
  const short = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const [, prefix, high, low] = /^::(ffff:)?([\da-f]{1,4}):([\da-f]{1,4})$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return short;
  const dotted = [high, low].flatMap(bytesOf).join(".");
  return prefix ? dotted : `::${dotted}`;
}

function bytesOf(word: string): [number, number] {
  const value = Number.parseInt(word, 16);
  return [value >> 8, value & 255];
}

/** An IPv4 or IPv6 address, without a netmask. */
export const ipAddress = z.string("Not a text.").transform((value, ctx) => {
  const canonical = canonicalAddress(value);
  if (canonical !== undefined) return canonical;
  ctx.addIssue({ code: "custom", message: "Not an IPv4 or IPv6 address." });
  return z.NEVER;
});

/** A range of addresses in CIDR notation, or one address, in the spelling of `canonicalAddress` with the length of its prefix. */
export const addressRange = z.string("Not a text.").transform((value, ctx) => {
  const [text = "", prefix, ...rest] = value.split("/");
  const address = canonicalAddress(text);
  const bits = address?.includes(":") ? 128 : 32;
  const length = prefix === undefined ? bits : Number(/^\s*\d{1,3}\s*$/.test(prefix) ? prefix : Number.NaN);
  if (address !== undefined && length <= bits && rest.length === 0) return `${address}/${length}`;
  ctx.addIssue({ code: "custom", message: "Not a range of addresses such as 10.0.0.0/8 or 2001:db8::/32." });
  return z.NEVER;
});
