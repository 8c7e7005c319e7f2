import { requestKinds } from "@/db/enums";
import type { AuditNoun } from "./audit/nouns";
import type { Permission } from "./permissions";

/** How a try to sign in ended: `refused` is one too many, which was not even looked at. */
export const signInOutcomes = ["succeeded", "failed", "refused"] as const;
export const limitNames = [...requestKinds, "sign-in", "exports"] as const;
/** How an upload ended: `failed` is what its sender could not help. */
export const uploadResults = ["completed", "refused", "failed"] as const;
export const importedRowOutcomes = ["created", "updated", "unchanged", "rejected"] as const;

/** Told what happens that is worth counting. Whoever counts hands it in; nobody needs to. */
export type Observer = Partial<{
  eventsRecorded: (noun: AuditNoun, count: number) => void;
  permissionRefused: (permission: Permission) => void;
  requestLimited: (limit: (typeof limitNames)[number]) => void;
  signInEnded: (outcome: (typeof signInOutcomes)[number]) => void;
  uploadEnded: (result: (typeof uploadResults)[number], bytes: number) => void;
  rowsImported: (rows: Readonly<Record<(typeof importedRowOutcomes)[number], number>>) => void;
}>;
