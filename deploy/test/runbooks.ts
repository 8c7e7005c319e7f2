import { globSync, readFileSync } from "node:fs";

const quoted = /`([^`]+)`/g;
const isPromQl = /^(?!curl|grep|select|amtool).*\b(opsdesk[_:]\w|pg_stat_activity_count|up\{)/;

/** The expressions of PromQL that the runbooks tell to ask. */
export function listRunbookExpressions(): string[] {
  const texts = globSync("docs/runbooks/*.md").map((path) => readFileSync(path, "utf8"));
  const quotes = texts.flatMap((text) => Array.from(text.matchAll(quoted), ([, quote = ""]) => quote));
  return quotes.filter((quote) => isPromQl.test(quote));
}
