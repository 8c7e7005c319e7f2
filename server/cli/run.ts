import { Command, CommanderError } from "commander";
import { v7 as newId } from "uuid";
import { ZodError } from "zod";
import { build } from "@/server/build";
import { type Context, systemContext } from "@/server/domain/context";
import { asDomainError } from "@/server/domain/errors";
import { type AnsweringOffline, addAuditCommands } from "./audit";
import { type Answer, type Answering, addUserCommands } from "./users";

type Opened = {
  environment: Pick<Context, "db" | "keys" | "now">;
  close: () => Promise<void>;
  baseUrl: string;
  checkpointDirectory?: string | undefined;
};

/** Where a command reads and writes. The database is opened when a command needs it, so that help needs no settings. */
export type Surroundings = { open: () => Opened; write: (text: string) => void; writeError: (text: string) => void };

/** Runs `opsdesk <words>` as the system. Gives the exit code: 0, 1 where it failed, 2 where it was called wrongly, or its own. */
export async function runCommand(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const { open, write, writeError } = surroundings;
  const program = new Command("opsdesk")
    .description("OpsDesk on the command line")
    .version(build.version)
    .configureOutput({ writeOut: write, writeErr: writeError })
    .showSuggestionAfterError(false)
    .exitOverride();
  let exitCode = 0;
  const tell: AnsweringOffline = async ({ json: isJson }, answer) => {
    const { data, text, exitCode: given = 0 }: Answer = await answer;
    write(`${isJson ? JSON.stringify(data, null, 2) : text}\n`);
    exitCode = given;
  };
  const answering: Answering = async (options, answer) => {
    const { environment, close, baseUrl, checkpointDirectory } = open();
    try {
      const ctx = systemContext(environment, newId());
      const urlOf = (path: string) => new URL(path, baseUrl).href;
      await tell(options, answer({ ctx, urlOf, checkpointDirectory }));
    } finally {
      await close();
    }
  };
  addUserCommands(program, answering);
  addAuditCommands(program, answering, tell);
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said itself what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    writeError(`error: ${sentenceOf(error)}\n`);
    return error instanceof ZodError ? 2 : 1;
  }
}

/** What went wrong, as one line. What drizzle throws quotes a whole statement, so of a fault only the innermost cause is told. */
function sentenceOf(error: unknown): string {
  if (error instanceof ZodError)
    return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join(" ");
  const domainError = asDomainError(error);
  if (domainError && domainError.code !== "unavailable") return domainError.message;
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  return String(cause instanceof Error ? cause.message : cause).replaceAll(/\s+/g, " ");
}
