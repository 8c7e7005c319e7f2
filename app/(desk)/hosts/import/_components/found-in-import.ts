import type { Reject } from "@/app/_components/reject-rows";
import { textOf } from "@/app/_lib/field-text";
import type { HostChange } from "@/server/domain/host-import/schema";

/** What a panel is narrowed down to: a text that stands somewhere, and a kind; "" for any. */
export type Narrowing = { text: string; kind: string };

const holds = (parts: readonly string[], text: string) => {
  const wanted = text.trim().toLowerCase();
  return wanted === "" || parts.some((part) => part.toLowerCase().includes(wanted));
};

/** Whether a fault is one of a column, and has the text in what is shown of it. */
export function isFoundReject({ record, column, value, reason }: Reject, { text, kind }: Narrowing): boolean {
  return (kind === "" || column === kind) && holds([String(record), column, value, reason], text);
}

/** The kind of changes that are new hosts. Fields are named in words, so none has this name. */
export const newHosts = "+";

/** Whether a change is of a field, or a new host, and has the text in the host's name or in a value that changes. */
export function isFoundChange(change: HostChange, { text, kind }: Narrowing): boolean {
  const { action, hostname, environment, before, after } = change;
  if (kind === newHosts && action !== "created") return false;
  if (kind !== "" && kind !== newHosts && (action === "created" || !Object.hasOwn(after, kind))) return false;
  const values = [...Object.values(before ?? {}), ...Object.values(after)].map(textOf);
  return holds([hostname, environment, ...values], text);
}

/** The columns of faults, in the order in which they come. */
export const columnsOf = (rejects: readonly Reject[]) => [...new Set(rejects.map(({ column }) => column))];

/** The fields that changed hosts change, in the order in which they come. */
export const fieldsOf = (changes: readonly HostChange[]) => [
  ...new Set(changes.flatMap(({ action, after }) => (action === "updated" ? Object.keys(after) : []))),
];
