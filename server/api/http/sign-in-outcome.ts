import { DomainError } from "@/server/domain/errors";
import type { Observer } from "@/server/domain/observer";

/** Gives what a sign-in gives, and tells how it ended. One that the database could not serve is no outcome. */
export async function observingSignIn<T>(observer: Observer | undefined, signingIn: Promise<T>): Promise<T> {
  try {
    const begun = await signingIn;
    observer?.signInEnded?.("succeeded");
    return begun;
  } catch (error) {
    const code = error instanceof DomainError ? error.code : undefined;
    if (code === "unauthenticated") observer?.signInEnded?.("failed");
    if (code === "rate_limited") {
      observer?.signInEnded?.("refused");
      observer?.requestLimited?.("sign-in");
    }
    throw error;
  }
}
