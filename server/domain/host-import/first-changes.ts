import { numbers } from "@/server/domain/numbers";
import { FirstRecords } from "./first-records";
import type { HostChange } from "./schema";

const { maxChangesInAnswer } = numbers.imports;

/** The first changes of a file. Those of hosts that exist come before new hosts, which would crowd them out of an answer. */
export class FirstChanges {
  readonly #updated = new FirstRecords<HostChange>(maxChangesInAnswer);
  readonly #created = new FirstRecords<HostChange>(maxChangesInAnswer);

  /** In the file's order. */
  get items(): HostChange[] {
    const updated = this.#updated.items;
    const created = this.#created.items.slice(0, maxChangesInAnswer - updated.length);
    return [...updated, ...created].toSorted((one, other) => one.record - other.record);
  }

  add(...changes: readonly HostChange[]): void {
    for (const change of changes) (change.action === "updated" ? this.#updated : this.#created).add(change);
  }

  remove(record: number): void {
    this.#updated.remove(record);
    this.#created.remove(record);
  }
}
