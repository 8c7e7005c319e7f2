import { numbers } from "@/server/domain/numbers";
import type { PlannedChange } from "./change";
import type { Finding } from "./check";
import { FirstChanges } from "./first-changes";
import { FirstRecords } from "./first-records";
import type { HostChange, HostReject } from "./schema";

const { maxRejectsInAnswer } = numbers.imports;

/** What becomes of all records of a file: counted, and the first of them told. */
export class ImportPlan {
  /** Of each record the version of its host, 0 for a new one, -1 for a record that is left out. */
  readonly seen: number[] = [];
  readonly #counts = { created: 0, updated: 0, unchanged: 0, rejectedCount: 0, stale: 0 };
  readonly #rejected = new FirstRecords<HostReject>(maxRejectsInAnswer);
  readonly #stale = new FirstRecords<HostReject>(maxRejectsInAnswer);
  readonly #changes = new FirstChanges();

  /** Takes the faults that a preview has shown of what it left out. */
  constructor(shownRejects: readonly HostReject[] = []) {
    this.#rejected.add(...shownRejects);
  }

  /** The first faults in the file's order; those since a preview come before those that it has shown. */
  get rejected(): HostReject[] {
    const stale = this.#stale.items;
    const shown = this.#rejected.items.slice(0, maxRejectsInAnswer - stale.length);
    return [...stale, ...shown].toSorted((one, other) => one.record - other.record);
  }

  /** The counts, and the first changes and faults in the file's order. */
  get result() {
    return { ...this.#counts, rejected: this.rejected, changes: this.#changes.items };
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#addOne(finding);
  }

  #addOne(finding: Finding): void {
    const { record, line } = finding;
    if (finding.faults === null) {
      this.seen[record - 1] = finding.seen;
      this.#counts[finding.change?.action ?? "unchanged"] += 1;
      if (finding.change) this.#changes.add(shownChange(finding, finding.change));
      return;
    }
    this.#takeBack(record);
    this.seen[record - 1] = -1;
    this.#counts.rejectedCount += 1;
    if (finding.isStale) this.#counts.stale += 1;
    const rejects = finding.isStale ? this.#stale : this.#rejected;
    rejects.add(...finding.faults.map((fault) => ({ record, line, ...fault })));
  }

  /** Whoever loses an address was found good before, and wanted a change. */
  #takeBack(record: number): void {
    const seen = this.seen[record - 1];
    if (seen === undefined) return;
    this.#counts[seen === 0 ? "created" : "updated"] -= 1;
    this.#changes.remove(record);
  }
}

/** A change as it is told. A new host has its id only once it is there. */
export function shownChange(
  { record, line }: Pick<Finding, "record" | "line">,
  change: PlannedChange,
  newId: string | null = null,
): HostChange {
  const { hostname, environment } = change.host;
  const named = { record, line, hostname, environment };
  if (change.action === "created") {
    return { ...named, action: "created", id: newId, before: null, after: change.host };
  }
  const { host, before, after } = change;
  return { ...named, action: "updated", id: host.id, before, after };
}
