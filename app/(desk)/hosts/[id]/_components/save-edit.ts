import { type Problem, problemOf } from "@/app/_lib/problem";
import { fieldNames, type HostChanges } from "@/app/(desk)/hosts/_components/host-values";
import { type EditHost, type Host, host as hostSchema } from "@/server/domain/hosts/schema";
import { type Conflict, mergeEdits } from "./merge-edits";

/** Changes of the host that somebody saw. */
export type Edit = {
  seen: Host;
  changes: HostChanges;
  /** What others changed while it was typed, as far as it is known. */
  changedByOthers: readonly string[];
};

/** How an edit ended: saved, or as a new one that rests on what stands now, with the fields that somebody must choose. */
export type Outcome =
  | { host: Host; changedByOthers: readonly string[] }
  | { conflicts: readonly Conflict[]; rest: Edit };

/** Every further try means that somebody else has saved in between once more. */
const maxTries = 5;

/**
 * Saves an edit. Where somebody else has saved meanwhile, merges with that, and saves again unless both changed the same field.
 * Throws what the API refuses for another reason.
 */
export async function saveEdit(
  send: (edit: EditHost) => Promise<Host>,
  edit: Edit,
  tries = maxTries,
): Promise<Outcome> {
  const { seen, changes, changedByOthers } = edit;
  if (Object.keys(changes).length === 0) return { host: seen, changedByOthers };
  try {
    return { host: await send({ id: seen.id, version: seen.version, changes }), changedByOthers };
  } catch (error) {
    const now = hostNow(problemOf(error));
    if (!now || tries <= 1) throw error;
    const { conflicts, rest } = rebase(edit, now);
    return conflicts.length > 0 ? { conflicts, rest } : saveEdit(send, rest, tries - 1);
  }
}

/** The host that a stale edit met. */
function hostNow({ code, current }: Problem): Host | undefined {
  return code === "stale" ? hostSchema.safeParse(current).data : undefined;
}

/** The same edit of the host as it stands now. */
function rebase({ seen, changes, changedByOthers }: Edit, now: Host): { conflicts: readonly Conflict[]; rest: Edit } {
  const merge = mergeEdits<HostChanges>(fieldsOf(seen), changes, fieldsOf(now));
  const others = [...new Set([...changedByOthers, ...merge.changedByOthers])];
  return { conflicts: merge.conflicts, rest: { seen: now, changes: merge.changes, changedByOthers: others } };
}

const fieldsOf = (host: Host): HostChanges => Object.fromEntries(fieldNames.map((name) => [name, host[name]]));
