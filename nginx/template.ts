import { readFile } from "node:fs/promises";
import { join } from "node:path";

const folder = join(import.meta.dirname, "templates");

export function readTemplate(name: string): Promise<string> {
  return readFile(join(folder, name), "utf8");
}

/** Puts values in the places of a template, `{{name}}`. Throws for a place without a value. */
export function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{\{([\w-]+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a template has no value for ${name}`);
    return String(value);
  });
}
