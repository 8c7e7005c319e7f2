import { customType } from "drizzle-orm/pg-core";

/** A moment as the ISO 8601 UTC string in milliseconds that the wire and the audit log carry, kept as `timestamptz(3)`. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
  fromDriver: (value) => new Date(value).toISOString(),
});

/** An address without a netmask, in PostgreSQL's own spelling. */
export const address = customType<{ data: string }>({ dataType: () => "inet" });

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
