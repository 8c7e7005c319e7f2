import type { z } from "zod";
import type { count } from "@/server/domain/lists/schema";

/** How many rows a list has; where `isExact` is false there are more than `count`. */
export type Count = z.infer<typeof count>;

const format = new Intl.NumberFormat("en");

/** `412`, or `more than 10,000`, or `very many` where counting came to nothing in time. */
export function numberText({ count, isExact }: Count): string {
  if (isExact) return format.format(count);
  return count === 0 ? "very many" : `more than ${format.format(count)}`;
}

/** `1 host`, `412 hosts`, `more than 10,000 hosts` */
export function countText(total: Count, noun: string): string {
  return `${numberText(total)} ${noun}${total.count === 1 && total.isExact ? "" : "s"}`;
}
