/** What a verification of the whole log came to. */
export type Verdict = {
  outcome: "proven" | "tampered" | "rolled-back" | "unprovable";
  /** What was found, as a sentence for a person. */
  reason: string;
  /** How many leaves are proven. */
  size: number;
  /** The first leaf that is not as it was sealed; where only a span is known, it is somewhere from here to `lastSuspectIndex`. */
  firstBadIndex?: number;
  lastSuspectIndex?: number;
  /** Events that have no leaf yet, which nothing is said about. */
  unsealed?: number;
};

/** Thrown where the first thing is found that is not as it was sealed. */
export class Tampered extends Error {
  constructor(
    readonly firstBadIndex: number,
    readonly lastSuspectIndex: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** Thrown where something is missing that a proof needs. */
export class Unprovable extends Error {}

/** The verdict of a verification that gives one, or throws what keeps it from that. */
export async function verdictOf(verify: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof Unprovable) return { outcome: "unprovable", reason: error.message, size: 0 };
    if (!(error instanceof Tampered)) throw error;
    const { firstBadIndex, lastSuspectIndex, message } = error;
    return { outcome: "tampered", reason: message, size: firstBadIndex, firstBadIndex, lastSuspectIndex };
  }
}
