import { countText, numberText } from "@/app/_lib/count-text";
import type { HostImportResult } from "@/server/domain/host-import/schema";

const hosts = (count: number) => countText({ count, isExact: true }, "host");

/** What applying does, exactly: "Register 4,812 and change 61 hosts". Undefined where it would do nothing. */
export function applyLabel({ created, updated }: Pick<HostImportResult, "created" | "updated">): string | undefined {
  if (created === 0 && updated === 0) return undefined;
  if (updated === 0) return `Register ${hosts(created)}`;
  if (created === 0) return `Change ${hosts(updated)}`;
  return `Register ${numberText({ count: created, isExact: true })} and change ${hosts(updated)}`;
}
