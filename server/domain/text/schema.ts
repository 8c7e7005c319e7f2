import * as z from "zod";

/** What turns the direction of writing around, so that a text shows as another than it is. */
export const directionControls = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;

/**
 * What nobody sees, so that two texts look alike: zero-width spaces, fillers, tags. Not the joiners, which Arabic, Indic scripts
 * and emoji are written with, nor what chooses a variant of the character before it.
 */
const invisible =
  /(?!\u200c|\u200d|[\u034f\u180b-\u180d\ufe00-\ufe0f\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/u;
const turning = new RegExp(`[${directionControls}]`, "u");
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const controlsButLineBreaks = /[^\P{Cc}\n\t]/u;

/** Of the spellings that Unicode has for one text, the shortest (NFC), so that what looks the same is the same. */
const text = (maxLength: number, control: RegExp, unseen: RegExp) =>
  z
    .string("Not a text.")
    .normalize("NFC")
    .trim()
    .max(maxLength, `At most ${maxLength} characters.`)
    .refine((value) => value.isWellFormed(), "Not valid Unicode text.")
    .refine((value) => !control.test(value), "Control characters are not allowed.")
    .refine((value) => !unseen.test(value), "Characters that nobody sees are not allowed.");

/** One line of text, trimmed. */
export const line = (maxLength: number) => text(maxLength, breaks, invisible);

/** Text that may have line breaks, which become `\n`. */
export const paragraphs = (maxLength: number) =>
  z
    .string("Not a text.")
    .overwrite((value) => value.replaceAll("\r\n", "\n"))
    .pipe(text(maxLength, controlsButLineBreaks, turning));

/** A field that may be without a value; an empty text is none, and so is one of spaces. */
export const optional = <T extends z.ZodType<string, string>>(schema: T) =>
  z
    .union([z.literal("").transform(() => null), schema], { error: "Not a text." })
    .transform((value) => value || null)
    .nullable();
