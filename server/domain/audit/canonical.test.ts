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

it("what is not Unicode has none", () => {
  const [record] = fc.sample(anyRecord, 1);
  expect(() => canonicalBytes({ ...record!, action: "\ud800" })).toThrow("valid Unicode");
});
