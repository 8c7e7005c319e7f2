import type { Fault } from "@/server/domain/csv/faults";
import type { HostName } from "@/server/domain/host-rows/existing-hosts";
import type { RegisterHost } from "@/server/domain/hosts/schema";

export type HostField = keyof RegisterHost;

/** The host that a record means, or all that is wrong with it. The name is told in both cases where it can be read. */
export type Reading =
  | { host: RegisterHost; name: HostName; faults: null }
  | { host: null; name: HostName | null; faults: Fault[] };

/** One record of a file of hosts, whatever its format. */
export type HostRecord = {
  /** 1 is the first, the header aside. */
  record: number;
  /** The line of the file on which it starts. */
  line: number;
  /** What it says of its host; everything else stays as it is, or has the value of a new host. */
  fields: readonly HostField[];
  reading: Reading;
  /** A field as the file has it, to be shown. */
  shown: (field: "hostname" | "ip") => string;
};
