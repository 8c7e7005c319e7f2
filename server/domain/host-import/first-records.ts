/** Keeps the first of many things by the records of a file that they belong to, however many come and in whatever order. */
export class FirstRecords<T extends { record: number }> {
  #kept: T[] = [];

  constructor(private readonly limit: number) {}

  /** In the file's order. */
  get items(): T[] {
    return this.#kept.toSorted((one, other) => one.record - other.record).slice(0, this.limit);
  }

  add(...items: readonly T[]): void {
    this.#kept.push(...items);
    // Cut now and then, so that a long file does not fill the memory.
    if (this.#kept.length >= 2 * this.limit) this.#kept = this.items;
  }

  remove(record: number): void {
    this.#kept = this.#kept.filter((item) => item.record !== record);
  }
}
