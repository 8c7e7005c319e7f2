const units = ["B", "kB", "MB", "GB"] as const;

/** A size for people, in steps of 1,000: `612 kB`, `1.2 MB`. */
export function bytesText(sizeBytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(sizeBytes, 1)) / 3));
  const value = sizeBytes / 1_000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step]}`;
}
