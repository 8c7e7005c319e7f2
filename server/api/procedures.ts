import type { z } from "zod";
import type { ProcedurePath } from "./rest";
import { appRouter, type createCaller } from "./root";

type Definition = { inputs: readonly z.ZodType[] };
type Call = (input: unknown) => Promise<unknown>;

/** The schema of a procedure's input, or undefined where it takes none. */
export function inputOf(path: ProcedurePath): z.ZodType | undefined {
  const procedures = appRouter._def.procedures as unknown as Record<ProcedurePath, { _def: Definition }>;
  return procedures[path]._def.inputs[0];
}

/** A procedure of a caller, by its path, for input that the procedure checks itself. */
export function procedureOf(caller: ReturnType<typeof createCaller>, path: ProcedurePath): Call {
  const [noun, name] = path.split(".") as [keyof typeof caller, string];
  const procedures = caller[noun] as unknown as Record<string, Call>;
  const call = procedures[name];
  if (!call) throw new TypeError(`there is no procedure ${path}`);
  return call;
}
