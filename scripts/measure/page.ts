import { type Measurement, median, type Outcome } from "@/bench/measurement";
import { table } from "@/scripts/docs/table";

/** A measurement, and what came of it: an outcome, or why there is none. */
export interface Result {
  measurement: Measurement;
  outcome: Outcome | Error;
}

const shown = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const quantity = (value: number, unit: string) => `${shown.format(value)}${unit && ` ${unit}`}`;

const spread = (values: readonly number[], unit: string) =>
  `${shown.format(Math.min(...values))} to ${quantity(Math.max(...values), unit)}`;

function isMet({ limit }: Measurement, { values }: Outcome): boolean {
  return "atMost" in limit ? median(values) <= limit.atMost : median(values) >= limit.atLeast;
}

function limitText({ limit, unit }: Measurement): string {
  return "atMost" in limit ? `≤ ${quantity(limit.atMost, unit)}` : `≥ ${quantity(limit.atLeast, unit)}`;
}

function summaryRow({ measurement, outcome }: Result): string[] {
  const { title, unit } = measurement;
  if (outcome instanceof Error) return [title, limitText(measurement), "–", "–", "0", "**not measured**"];
  const { values } = outcome;
  const verdict = isMet(measurement, outcome) ? "met" : "**missed**";
  const [middle, range] = [quantity(median(values), unit), spread(values, unit)];
  return [title, limitText(measurement), middle, range, String(values.length), verdict];
}

function section({ measurement, outcome }: Result): string {
  const { name, title, method, reason } = measurement;
  const head = `## ${title}\n\n${method} \`npm run measure -- --only ${name}\`\n`;
  if (outcome instanceof Error) return `${head}\nNot measured: ${outcome.message}\n`;
  const whyMissed = reason && !isMet(measurement, outcome) ? `\nMissed: ${reason}\n` : "";
  if (outcome.details.length === 0) return head + whyMissed;
  const rows = outcome.details.map(({ name: detail, unit, values }) => [
    detail,
    quantity(median(values), unit),
    spread(values, unit),
  ]);
  return `${head}${whyMissed}\n${table(["Besides", "Median", "Spread"], rows)}`;
}

/** docs/measured.md */
export function measuredPage(machine: string, results: readonly Result[]): string {
  return `# Measured

<!-- Made by \`npm run measure\`. -->

What OpsDesk promises of its speed and size, measured. Each number is the median of its rounds. What is a ratio or a difference is taken in
one run, the two sides by turns. A number that is missed says so, and why.

${machine}

${table(["What", "Limit", "Median", "Spread", "Rounds", "Verdict"], results.map(summaryRow))}
${results.map(section).join("\n")}`;
}

/** One line for the terminal. */
export function summaryLine(result: Result): string {
  if (result.outcome instanceof Error) return `not measured: ${result.outcome.message}`;
  const [, limit, middle, range, , verdict] = summaryRow(result);
  return `${middle} (${range}), limit ${limit}: ${verdict?.replaceAll("*", "")}`;
}
