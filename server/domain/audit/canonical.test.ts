import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, it } from "vitest";
import { actorKinds } from "@/db/enums";
import { canonicalBytes } from "./canonical";

const anyText = fc.string({ unit: "binary" });
const anyFields = fc.option(fc.dictionary(anyText, fc.jsonValue() as fc.Arbitrary<unknown>));
const anyRecord = fc.record({
  id: anyText,
  occurredAt: anyText,
  actor: fc.record({ kind: fc.constantFrom(...actorKinds), id: fc.option(anyText), label: anyText }),
  action: anyText,
  subject: fc.record({ type: anyText, id: fc.option(anyText), label: anyText }),
  before: anyFields,
  after: anyFields,
  reason: fc.option(anyText),
  ip: fc.option(anyText),
  userAgent: fc.option(anyText),
  requestId: anyText,
  batchId: fc.option(anyText),
});

it("R-AUD-5 an event's canonical bytes are its RFC 8785 form", () =>
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(Buffer.from(canonicalBytes(record)).toString()).toBe(canonicalize(record));
    }),
  ));

it("what JSON cannot say has none", () => {
  const [record] = fc.sample(anyRecord, 1);
  expect(() => canonicalBytes({ ...record!, action: "\ud800" })).toThrow("valid Unicode");
  for (const size of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1])
    expect(() => canonicalBytes({ ...record!, after: { size } })).toThrow("what JSON can say");
});

it("what has no value, and a moment, are as JSON has them", () => {
  const [record] = fc.sample(anyRecord, 1);
  const after = { b: undefined, a: new Date(0), list: [undefined, -0, 1e21] };
  const bytes = canonicalBytes({ ...record!, after });
  expect(Buffer.from(bytes).toString()).toContain('"after":{"a":"1970-01-01T00:00:00.000Z","list":[null,0,1e+21]}');
});
