import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { line, optional, paragraphs } from "./schema";
import { shortened } from "./shortened";

const messageOf = (schema: ReturnType<typeof line>, value: unknown) =>
  schema.safeParse(value).error?.issues[0]?.message;
const control = "Control characters are not allowed.";
const unseen = "Characters that nobody sees are not allowed.";

describe("a line of text", () => {
  it.each([
    ["NUL", "a\0b", control],
    ["a line break", "a\nb", control],
    ["a line separator", "a\u2028b", control],
    ["half of a character", "a\ud800", "Not valid Unicode text."],
    ["an override of direction", "\u202egpj.exe", unseen],
    ["an isolate", "a\u2066b", unseen],
    ["a mark of direction", "a\u200eb", unseen],
    ["an Arabic mark of direction", "a\u061cb", unseen],
    ["a zero-width space", "op\u200bs", unseen],
    ["a word joiner", "op\u2060s", unseen],
    ["a byte order mark inside", "op\ufeffs", unseen],
    ["a soft hyphen", "op\u00ads", unseen],
    ["a filler that counts as a letter", "\u3164", unseen],
    ["tags, which hide a text", "ops\u{e0061}\u{e0062}", unseen],
    ["no text", 7, "Not a text."],
    ["too much", "x".repeat(1_000_000), "At most 20 characters."],
  ])("refuses %s", (_, value, message) => expect(messageOf(line(20), value)).toBe(message));

  it.each(["Zürich", "می‌خواهم", "क्‍ष", "👩‍🚀 ❤️", "עברית", "陈", "a  b"])("keeps %s as it is", (text) =>
    expect(line(20).parse(text)).toBe(text),
  );

  it("is one text in whichever spelling of Unicode it comes, and stays what it is when it is read again", () => {
    expect(line(20).parse(" Zu\u0308rich ")).toBe("Zürich");
    const any = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(any, (text) => {
        const { data } = line(50).safeParse(text);
        if (data === undefined) return;
        expect(line(50).parse(data)).toBe(data);
        expect(line(50).parse(text.normalize("NFD"))).toBe(data);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("paragraphs", () => {
  it("have line breaks of one kind, tabs, and what emoji are made of", () => {
    expect(paragraphs(50).parse("a\r\nb\tc 🏴󠁧󠁢󠁷󠁬󠁳󠁿\n")).toBe("a\nb\tc 🏴󠁧󠁢󠁷󠁬󠁳󠁿");
  });

  it.each([
    ["\0", control],
    ["a\u202eb", unseen],
    ["a\u2067b", unseen],
    ["\udc00", "Not valid Unicode text."],
  ])("refuse %j", (text, message) => expect(paragraphs(50).safeParse(text).error?.issues[0]?.message).toBe(message));
});

it("an optional text that is empty, or of spaces, is none", () => {
  const schema = optional(line(20));
  expect(["", "  ", null, "a"].map((text) => schema.parse(text))).toEqual([null, null, null, "a"]);
  expect(schema.safeParse(7).error?.issues[0]?.message).toBe("Not a text.");
});

it("a text that is shown back can neither obey nor turn around what stands beside it", () => {
  expect(shortened("a\u001b[31m\u202eb")).toBe("a\ufffd[31m\ufffdb");
});
