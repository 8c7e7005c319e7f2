import { customType } from "drizzle-orm/pg-core";

/** A moment as the ISO 8601 UTC string in milliseconds that the wire and the audit log carry, kept as `timestamptz(3)`. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
  fromDriver: (value) => fromUtc(value) ?? new Date(value).toISOString(),
});

/** `2026-11-21 00:26:27.12+00`, as connections that are set to UTC say it, respelled: a list has hundreds of them. */
function fromUtc(value: string): string | undefined {
  const length = value.length - 3;
  if (length < 19 || length > 23 || value[10] !== " " || !value.endsWith("+00")) return undefined;
  const milliseconds = value.slice(20, length).padEnd(3, "0");
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${milliseconds}Z`;
}

/** An address without a netmask, in PostgreSQL's own spelling. */
export const address = customType<{ data: string }>({ dataType: () => "inet" });

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
