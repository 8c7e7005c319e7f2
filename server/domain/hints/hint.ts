import { numbers } from "@/server/domain/numbers";
import { type Asking, can, type Permission } from "@/server/domain/permissions";

/** That something has changed, so that whoever shows it fetches it again. Without an id: many of this noun. */
export type Hint = { noun: string; id: string | null };

/** Of which nouns there are hints, and who may hear them. */
const audiences: Partial<Record<string, Permission>> = {
  alert: "alerts.read",
  artifact: "artifacts.read",
  "audit-event": "audit-events.read",
  host: "hosts.read",
  settings: "settings.read",
  user: "users.read",
};

export const audibleNouns = Object.keys(audiences);

export function mayHear(actor: Asking, { noun }: Hint): boolean {
  const permission = audiences[noun];
  return permission !== undefined && can(actor, permission);
}

/** Hints without repetition; of a noun with too many, one for all of them. */
export class HintSet {
  readonly #ids = new Map<string, Set<string | null>>();

  add({ noun, id }: Hint): void {
    if (!audibleNouns.includes(noun)) return;
    const ids = this.#ids.get(noun) ?? new Set();
    if (ids.has(null)) return;
    const isAboutAll = id === null || ids.size >= numbers.streams.maxIdsPerNoun;
    this.#ids.set(noun, isAboutAll ? new Set([null]) : ids.add(id));
  }

  /** Gives the hints and forgets them. */
  drain(): Hint[] {
    const hints = [...this.#ids].flatMap(([noun, ids]) => Array.from(ids, (id) => ({ noun, id })));
    this.#ids.clear();
    return hints;
  }
}
