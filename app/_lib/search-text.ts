import { numbers } from "@/server/domain/numbers";

/** Whether a text is too short to be searched for. */
export function isTooShort(q: string): boolean {
  return q.trim() !== "" && q.trim().length < numbers.lists.minSearchLength;
}

/** The part of a list's filter that a typed text stands for: none while it is too short. */
export function searchOf(q: string): { q?: string } {
  return q.trim() === "" || isTooShort(q) ? {} : { q: q.trim() };
}
