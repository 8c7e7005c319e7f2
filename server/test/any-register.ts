import fc from "fast-check";
import { connectionMethods, criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";
import { registerHost } from "@/server/domain/hosts/schema";

const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,9}[a-z0-9])?(\.[a-z]{1,5})?$/);
const port = fc.integer({ min: 1, max: 65_535 });
const awkward = fc.constantFrom(
  "'",
  '"',
  "=",
  "-",
  "@",
  ",",
  ";",
  "\n",
  "\t",
  " ",
  "+",
  "\r",
  "é",
  "陈",
  "😀",
  "\\",
  "x",
);
const anyText = fc.oneof(fc.string({ unit: awkward, maxLength: 20 }), fc.string({ unit: "grapheme", maxLength: 20 }));
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const anyHost = fc
  .record({
    hostname: name,
    ip: fc.oneof(fc.ipV4(), fc.ipV6()),
    fqdn: maybe(name),
    os: fc.constantFrom(...operatingSystems),
    environment: fc.constantFrom(...environments),
    owner: maybe(anyText),
    team: maybe(anyText),
    criticality: fc.constantFrom(...criticalities),
    status: fc.constantFrom(...hostStatuses),
    tags: fc.array(fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}_.:/=-]{0,5}$/u), { maxLength: 4 }),
    notes: maybe(anyText),
    connectionMethod: fc.constantFrom(...connectionMethods),
    sshTemplate: maybe(anyText),
    sshUser: maybe(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,9}$/)),
    sshPort: port,
    bastionHost: maybe(fc.oneof(name, fc.ipV6())),
    bastionPort: maybe(port),
  })
  .map((fields) => registerHost.safeParse(fields).data)
  .filter((host) => host !== undefined);

/** Hosts with whatever their fields may have, each with a name and an address of its own. */
export const anyHosts = fc.uniqueArray(anyHost, {
  minLength: 1,
  maxLength: 12,
  comparator: (one, other) =>
    one.environment === other.environment && (one.hostname === other.hostname || one.ip === other.ip),
});
