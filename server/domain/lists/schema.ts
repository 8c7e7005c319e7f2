import * as z from "zod";
import { numbers } from "@/server/domain/numbers";
import { line } from "@/server/domain/text/schema";

const { pageSize, maxPageSize, minSearchLength, maxSearchLength } = numbers.lists;

/** What every list takes beside its filters and its sort. */
export const listInput = z.strictObject({
  limit: z
    .int(`A whole number from 1 to ${maxPageSize}.`)
    .min(1, `A whole number from 1 to ${maxPageSize}.`)
    .max(maxPageSize, `A whole number from 1 to ${maxPageSize}.`)
    .default(pageSize),
  cursor: z.string("Not a text.").max(1_000, "Longer than any cursor.").optional(),
  q: line(maxSearchLength).min(minSearchLength, `Search from ${minSearchLength} characters on.`).optional(),
});

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const count = z.object({ count: z.int(), isExact: z.boolean() });
