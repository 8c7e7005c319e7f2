import { numbers } from "@/server/domain/numbers";

/** From one offset up to, not with, another. */
export type Part = { from: number; to: number };

/**
 * The parts of a file that a `Range` asks for (RFC 9110, section 14), in its order; undefined where the whole file is to be sent:
 * without a range, for one that is none, and for more parts than `numbers.artifacts.maxRanges` or parts that overlap, which would
 * send more than there is. No parts at all where none of them is in the file (416).
 */
export function partsOf(range: string | undefined, sizeBytes: number): Part[] | undefined {
  const specs = /^bytes=([\d\s,-]+)$/i.exec(range ?? "")?.[1]?.split(",");
  if (!specs) return undefined;
  const parts = specs.map((spec) => partOf(spec.trim(), sizeBytes));
  if (parts.includes("invalid") || parts.length > numbers.artifacts.maxRanges) return undefined;
  const found = parts.filter((part) => typeof part === "object");
  return isOverlapping(found) ? undefined : found;
}

function partOf(spec: string, sizeBytes: number): Part | "invalid" | "outside" {
  const [, first, last] = /^(\d*)-(\d*)$/.exec(spec) ?? [];
  if (first === undefined || last === undefined || spec === "-") return "invalid";
  if (first === "") return fromEnd(Number(last), sizeBytes);
  const from = Number(first);
  const to = last === "" ? sizeBytes : Number(last) + 1;
  if (to <= from && last !== "") return "invalid";
  return from < sizeBytes ? { from, to: Math.min(to, sizeBytes) } : "outside";
}

function fromEnd(length: number, sizeBytes: number): Part | "outside" {
  if (length === 0 || sizeBytes === 0) return "outside";
  return { from: Math.max(0, sizeBytes - length), to: sizeBytes };
}

function isOverlapping(parts: readonly Part[]): boolean {
  const ordered = parts.toSorted((a, b) => a.from - b.from);
  return ordered.some(({ from }, index) => from < (ordered[index - 1]?.to ?? 0));
}

export const contentRange = ({ from, to }: Part, sizeBytes: number) => `bytes ${from}-${to - 1}/${sizeBytes}`;
