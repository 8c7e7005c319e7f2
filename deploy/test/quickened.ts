/**
 * Settings and rules with each minute of patience taken for a second, and each second for a tenth: how often is scraped and
 * evaluated, how long something must last before it is an alert, how long alerts are gathered. The ranges that rules look back over
 * (`[5m]`) and what they compare stay as they are.
 */
export function quickened(text: string): string {
  const patience = /^(\s*(?:scrape_interval|evaluation_interval|for|group_wait|group_interval): )(\d+)([ms])$/gm;
  return text.replace(patience, (_line, key: string, count: string, unit: string) => {
    const milliseconds = Number(count) * (unit === "m" ? 1_000 : 100);
    return `${key}${milliseconds}ms`;
  });
}
