import * as z from "zod";

const controlCharacters = /\p{Cc}/u;
const controlCharactersButLineBreaks = /[^\P{Cc}\n\t]/u;

const text = (maxLength: number, forbidden: RegExp) =>
  z
    .string()
    .trim()
    .max(maxLength, `At most ${maxLength} characters.`)
    .refine((value) => value.isWellFormed(), "Not valid Unicode text.")
    .refine((value) => !forbidden.test(value), "Control characters are not allowed.");

/** One line of text, trimmed. */
export const line = (maxLength: number) => text(maxLength, controlCharacters);

/** Text that may have line breaks, which become `\n`. */
export const paragraphs = (maxLength: number) =>
  z
    .string()
    .overwrite((value) => value.replaceAll("\r\n", "\n"))
    .pipe(text(maxLength, controlCharactersButLineBreaks));

/** A field that may be without a value; an empty text is none, and so is one of spaces. */
export const optional = <T extends z.ZodType<string, string>>(schema: T) =>
  z
    .union([z.literal("").transform(() => null), schema])
    .transform((value) => value || null)
    .nullable();
