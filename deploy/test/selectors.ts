/** A metric as an expression chooses it, with the labels that it must have for that. */
export type Selector = { metric: string; matchers: { label: string; operator: string; value: string }[] };

const words = new Set(["and", "or", "unless", "offset", "bool", "by", "without", "on", "ignoring", "inf", "nan"]);
const texts = /"(?:[^"\\]|\\.)*"/g;
const groupings = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
const selector = /(?<![\w:.$])([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?(?!\w|\s*\()/g;
const matcher = /(\w+)\s*(=~|!~|!=|=)\s*(\d+)/g;

/** The metrics that an expression of PromQL reads. What a dashboard fills in (`$instance`) must be filled in before. */
export function listSelectors(expression: string): Selector[] {
  const values: string[] = [];
  // Numbers stand for the texts meanwhile, in which braces and words mean nothing.
  const bare = expression
    .replace(texts, (text) => String(values.push(text.slice(1, -1)) - 1))
    .replace(groupings, " ")
    .replace(/\[[^\]]*\]/g, " ");
  return Array.from(bare.matchAll(selector), ([, metric = "", braces = ""]) => ({
    metric,
    matchers: Array.from(braces.matchAll(matcher), ([, label = "", operator = "", index]) => ({
      ...{ label, operator, value: values[Number(index)] ?? "" },
    })),
  })).filter(({ metric }) => !words.has(metric.toLowerCase()));
}

/**
 * Asks whether the metric exists with these labels: those that must be equal to a value with that value, because counters exist
 * from 0 with all they have; the others, and those of histograms, which have no series before the first, with any.
 */
export function existence({ metric, matchers }: Selector): string {
  const isHistogram = /_seconds_(bucket|count|sum)$/.test(metric);
  const parts = matchers
    .filter(({ operator }) => operator === "=" || operator === "=~")
    .map(({ label, operator, value }) => {
      const isExact = operator === "=" && (label === "job" || label === "le" || !isHistogram);
      return isExact ? `${label}="${value}"` : `${label}!=""`;
    });
  return `${metric}{${parts.join(",")}}`;
}
