import { type EditHosts, editHosts, type Host } from "@/server/domain/hosts/schema";

type Changes = EditHosts["changes"];

/** What the fields of a change of several hosts hold; "" leaves a field as each host has it. */
export const noChanges = {
  status: "",
  criticality: "",
  environment: "",
  os: "",
  ownerChange: "" as TextChange,
  owner: "",
  teamChange: "" as TextChange,
  team: "",
  addTags: "",
  removeTags: "",
  reason: "",
};

/** A text is left, set, or taken away. */
export type TextChange = "" | "set" | "clear";
export type BulkValues = typeof noChanges;

const fields = editHosts.pick({ changes: true, reason: true });

/** The input of the API that the fields stand for, or what is wrong with them, by the name of the field. */
export function readValues(values: BulkValues) {
  const { status, criticality, environment, os, addTags, removeTags, reason } = values;
  const chosen = { status, criticality, environment, os };
  const changes = {
    ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== "")),
    ...textOf("owner", values),
    ...textOf("team", values),
    ...(addTags.trim() !== "" && { addTags: wordsIn(addTags) }),
    ...(removeTags.trim() !== "" && { removeTags: wordsIn(removeTags) }),
  };
  const { data, error } = fields.safeParse({ changes, reason });
  const errors = error?.issues.map(({ path, message }) => [String(path[0] === "changes" ? path[1] : path[0]), message]);
  return { input: data, errors: Object.fromEntries(errors ?? []) as Partial<Record<keyof BulkValues, string>> };
}

function textOf(name: "owner" | "team", values: BulkValues) {
  const change = values[`${name}Change`];
  if (change === "") return {};
  return { [name]: change === "clear" ? null : values[name] };
}

const wordsIn = (text: string) => text.split(/\s+/).filter(Boolean);

export type HostChange = { host: Host; before: Partial<Host>; after: Partial<Host> };

/** What a change would do to each host; those that it leaves as they are, are left out. */
export function changesOf(hosts: readonly Host[], changes: Changes): HostChange[] {
  return hosts.flatMap((host) => {
    const after = changed(host, changes);
    const names = (Object.keys(after) as (keyof typeof after)[]).filter((name) => !isSame(host[name], after[name]));
    if (names.length === 0) return [];
    const only = (source: Partial<Host>) => Object.fromEntries(names.map((name) => [name, source[name]]));
    return [{ host, before: only(host), after: only(after) }];
  });
}

function changed({ tags }: Host, { addTags = [], removeTags = [], ...set }: Changes) {
  const kept = tags.filter((tag) => !removeTags.includes(tag));
  return { ...(set as Partial<Host>), tags: [...new Set([...kept, ...addTags])] };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
