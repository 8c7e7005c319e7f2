/** Reads one gauge of a process, which it counts in bytes. */
export async function scrapeMegabytes(metricsUrl: string, gauge: string): Promise<number> {
  const response = await fetch(`${metricsUrl}/metrics`);
  const bytes = new RegExp(`^${gauge} (\\S+)$`, "m").exec(await response.text())?.[1];
  if (bytes === undefined) throw new Error(`${metricsUrl}/metrics has no ${gauge}.`);
  return Number(bytes) / 1_000_000;
}
