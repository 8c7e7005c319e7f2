import type { Fault, Reject } from "@/server/domain/csv/faults";
import { numbers } from "@/server/domain/numbers";

const { maxRejectsInAnswer } = numbers.imports;

/** The records that an import leaves out: all their numbers, and the faults of the first ones. */
export class Rejects {
  readonly #records = new Set<number>();
  #faults: Reject[] = [];

  get records(): ReadonlySet<number> {
    return this.#records;
  }

  /** The faults in the file's order, at most `numbers.imports.maxRejectsInAnswer`. */
  get firstFaults(): Reject[] {
    return this.#faults.toSorted((one, other) => one.record - other.record).slice(0, maxRejectsInAnswer);
  }

  add({ record, line }: { record: number; line: number }, faults: readonly Fault[]): void {
    this.#records.add(record);
    this.#faults.push(...faults.map((fault) => ({ record, line, ...fault })));
    // Cut now and then, so that a file of faults alone does not fill the memory.
    if (this.#faults.length >= 2 * maxRejectsInAnswer) this.#faults = this.firstFaults;
  }
}
