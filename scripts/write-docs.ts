import { readFile, writeFile } from "node:fs/promises";
import { numbers } from "@/server/domain/numbers";
import { configurationPage } from "./docs/configuration";
import { metricsPage } from "./docs/metrics";
import { permissionsPage } from "./docs/permissions";

/** The documents that are made from the code, so that they cannot tell anything else. */
const documents = {
  "docs/configuration.md": configurationPage(),
  "docs/metrics.md": await metricsPage(),
  "docs/permissions.md": permissionsPage(),
  "docs/numbers.json": `${JSON.stringify(numbers, null, 2)}\n`,
};

const isCheck = process.argv.includes("--check");
for (const [path, wanted] of Object.entries(documents)) {
  const found = await readFile(path, "utf8").catch(() => "");
  if (found === wanted) continue;
  if (!isCheck) await writeFile(path, wanted);
  else {
    console.log(`${path} is not what the code says: npm run docs`);
    process.exitCode = 1;
  }
}
