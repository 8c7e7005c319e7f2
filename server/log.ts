import pino from "pino";

/** What a reader of lines may take for the end of one, or a terminal for a command, and JSON leaves as it is. */
const unsafe = /[\u007f-\u009f\u2028\u2029]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

type Destination = { write: (line: string) => unknown };

/** JSON lines with UTC times. Nothing in a field can end its line or begin another. */
export function createLog(level: string, process: string, destination: Destination = globalThis.process.stdout) {
  const options: pino.LoggerOptions = {
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    messageKey: "message",
    errorKey: "error",
    serializers: { error: describeError },
  };
  return pino(options, { write: (line: string) => void destination.write(line.replace(unsafe, escaped)) });
}

/**
 * An error with its causes. What drizzle throws quotes the parameters of its statement, which may be secrets or personal data:
 * of that, the statement alone.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const statement = "query" in error && "params" in error ? String(error.query) : undefined;
  return {
    type: error.name,
    message: statement === undefined ? error.message : `Failed query: ${statement}`,
    ...("code" in error && { code: error.code }),
    stack: statement === undefined ? error.stack : error.stack?.replace(error.message, `Failed query: ${statement}`),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

export type Log = ReturnType<typeof createLog>;
