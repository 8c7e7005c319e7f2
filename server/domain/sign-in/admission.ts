import { rateLimited } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

let underWay = 0;

/**
 * Does something for a sign-in, of which `numbers.passwords.maxQueued` may be under way at once: a crowd is turned away before its
 * first query, so that those who are signed in already do not wait for it. Throws `rate_limited`.
 */
export async function admitted<T>(work: () => Promise<T>): Promise<T> {
  if (underWay >= numbers.passwords.maxQueued) {
    throw rateLimited("Too many people are signing in at once. Try again in a moment.");
  }
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
  }
}
