/** The folders in which code may lie. Each has its layer's rules in biome.json, so a new one is a decision. */
const folders: Record<string, readonly string[]> = {
  "": ["app", "bench", "db", "deploy", "docs", "e2e", "nginx", "scripts", "server"],
  db: ["migrations", "schema"],
  server: ["api", "cli", "domain", "jobs", "test"],
};

/** The files at the root that a tool or Next.js looks for there. */
const rootFile = /^(.+\.config|proxy|instrumentation|instrumentation-client)\.(ts|mjs)$/;

/** The folders of server/domain/ that are nouns; the others are machinery, with files named for what they do. */
const nounFolder = /^server\/domain\/(api-tokens|artifacts|audit-events|hosts|sessions|settings|two-step|users)\//;
const nounFile = /^server\/domain\/[^/]+\/((schema|rules|queries|mutations|import|export)|[^/]+\.test)\.ts$/;

/** Names that say nothing, so that anything ends up behind them. */
const emptyName = /^(common|helpers?|misc|services?|shared|types|utils?)$/;

/** Words in kebab-case, or a form of Next.js around them: _components, @panel, (desk), [id], [...path], [[...path]]. */
const word = "[a-z0-9]+(-[a-z0-9]+)*";
const folderName = new RegExp(`^([_@]?${word}|\\(${word}\\)|\\[(\\.{3})?${word}\\]|\\[\\[\\.{3}${word}\\]\\])$`);

/** Says what is wrong with the names of files of code, as `path: sentence`. Takes paths from the root; right names give nothing. */
export function misnamed(paths: string[]): string[] {
  return paths.flatMap((path) => [...complaints(path)].map((complaint) => `${path}: ${complaint}`));
}

function* complaints(path: string): Generator<string> {
  const parents = path.split("/");
  const file = parents.pop() ?? "";
  if (parents.length === 0 && !rootFile.test(file))
    yield "code at the root is the settings of a tool; put this into a layer";
  for (const [depth, name] of parents.entries()) {
    const siblings = folders[parents.slice(0, depth).join("/")];
    if (siblings && !siblings.includes(name)) yield `there is no folder ${name}/ here, only ${siblings.join(", ")}`;
    else if (!folderName.test(name)) yield `the folder ${name}/ is not in kebab-case`;
  }
  for (const name of [...parents, file.replace(/\..*/, "")]) {
    if (emptyName.test(name)) yield `"${name}" says nothing: name it for what it does`;
  }
  if (nounFolder.test(path) && !nounFile.test(path)) {
    yield "the folder of a noun holds schema, rules, queries, mutations, import, export and tests, nothing else";
  }
}
