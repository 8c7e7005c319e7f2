import { parseSync } from "oxc-parser";

type MeasuredFunction = { name: string; line: number; lines: number };
type SyntaxNode = { type: string; start: number; end: number; [field: string]: unknown };
type Enter = (node: SyntaxNode, parent: SyntaxNode | undefined) => void;

const functionTypes = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/**
 * Measures the functions of a file, in lines. Left out are callbacks on one line, of which there are so many that no median
 * would say anything, and the callbacks of `describe`, which are chapters of tests. Throws on code that does not parse.
 */
export function measureFunctions(path: string, text: string): MeasuredFunction[] {
  const measured: MeasuredFunction[] = [];
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${path}: ${error.message}`);
  visit(program, undefined, (node, parent) => {
    if (!functionTypes.has(node.type)) return;
    const lines = text.slice(node.start, node.end).split("\n").length;
    const name = nameOf(text, node, parent);
    if (lines === 1 || /^(test\.)?describe\b/.test(name)) return;
    measured.push({ name, line: text.slice(0, node.start).split("\n").length, lines });
  });
  return measured;
}

/** The words in front of a function: its own, or those of what it is a part of, such as a constant, a property or a call. */
function nameOf(text: string, node: SyntaxNode, parent: SyntaxNode | undefined): string {
  const named = node.type === "FunctionDeclaration" ? node : (parent ?? node);
  return /^[\w$. ]*/.exec(text.slice(named.start, named.end))?.[0].trim() || "function";
}

function visit(value: unknown, parent: SyntaxNode | undefined, enter: Enter): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, parent, enter);
  } else if (isNode(value)) {
    enter(value, parent);
    for (const field of Object.values(value)) visit(field, value, enter);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
