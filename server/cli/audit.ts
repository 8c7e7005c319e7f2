import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { exportLog } from "@/server/domain/audit-tree/export-folder";
import { type LogKey, parseCheckpoint, parseKeyText, type SignedCheckpoint } from "@/server/domain/audit-tree/proof";
import type { Verdict } from "@/server/domain/audit-tree/verdict";
import { type Evidence, verifyDatabase } from "@/server/domain/audit-tree/verify-database";
import { verifyFolder } from "@/server/domain/audit-tree/verify-folder";
import { requirePermission } from "@/server/domain/context";
import type { Answer, Answering } from "./users";

type Options = { json?: boolean };
type VerifyOptions = Options & { from?: string; key?: string; checkpoint?: string };

/** Gives an answer to whoever asked, without any database. */
export type AnsweringOffline = (options: Options, answer: Promise<Answer>) => Promise<void>;

const exitCodes: Record<Verdict["outcome"], number> = { proven: 0, tampered: 1, "rolled-back": 2, unprovable: 3 };
const titles: Record<Verdict["outcome"], string> = {
  proven: "Proven.",
  tampered: "TAMPERED.",
  "rolled-back": "ROLLED BACK.",
  unprovable: "Cannot be proven.",
};

/** Adds `audit …` to a program: verifying the audit log, and taking it elsewhere to be verified there. */
export function addAuditCommands(program: Command, answering: Answering, offline: AnsweringOffline): void {
  const audit = program.command("audit").description("the audit log and its proof");
  const json = ["--json", "print JSON, for scripts"] as const;
  audit
    .command("verify")
    .description("verify the whole log: exits with 0 proven, 1 tampered, 2 rolled back, 3 cannot be proven")
    .option("--from <folder>", "verify a folder that `audit export` has written, instead of the database")
    .option("--key <file>", "the public key; else the one beside the published checkpoint, or in the folder")
    .option("--checkpoint <file>", "a checkpoint that was published; else the one in AUDIT_CHECKPOINT_DIR")
    .option(...json)
    .action(async (options: VerifyOptions) => {
      const { from } = options;
      if (from !== undefined) return offline(options, verifyIn(from, options));
      return answering(options, async ({ ctx, checkpointDirectory }) => {
        requirePermission(ctx.actor, "audit-events.read");
        return answerOf(
          await orUnprovable(async () => verifyDatabase(ctx, await evidence(options, checkpointDirectory))),
        );
      });
    });
  audit
    .command("export <folder>")
    .description("write the log to a folder, with all that is needed to verify it there (C2SP tlog-tiles)")
    .option(...json)
    .action((folder: string, options: Options) =>
      answering(options, async ({ ctx }) => {
        requirePermission(ctx.actor, "audit-events.read");
        const written = await exportLog(ctx, folder);
        return {
          data: { folder, ...written },
          text: `Wrote ${written.size} events of ${written.origin} to ${folder}.`,
        };
      }),
    );
}

async function verifyIn(folder: string, options: VerifyOptions): Promise<Answer> {
  return answerOf(
    await orUnprovable(async () => {
      const { key = join(folder, "key"), checkpoint } = options;
      return verifyFolder(folder, {
        key: await keyIn(key),
        published: checkpoint === undefined ? undefined : await checkpointIn(checkpoint),
      });
    }),
  );
}

async function evidence({ key, checkpoint }: VerifyOptions, directory: string | undefined): Promise<Evidence> {
  const fileOf = (given: string | undefined, name: string) => given ?? (directory && join(directory, name));
  const [keyFile, checkpointFile] = [fileOf(key, "key"), fileOf(checkpoint, "checkpoint")];
  return {
    key: keyFile ? await keyIn(keyFile) : undefined,
    published: checkpointFile ? await checkpointIn(checkpointFile) : undefined,
  };
}

async function keyIn(file: string): Promise<LogKey> {
  const key = await parseKeyText(await readFile(file, "utf8"));
  if (!key) throw new Error(`${file} holds no public key.`);
  return key;
}

async function checkpointIn(file: string): Promise<SignedCheckpoint> {
  const checkpoint = parseCheckpoint(await readFile(file, "utf8"));
  if (!checkpoint) throw new Error(`${file} holds no checkpoint.`);
  return checkpoint;
}

/** What keeps a verification from its end says nothing of the log. */
async function orUnprovable(verify: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await verify();
  } catch (error) {
    let cause = error;
    while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
    return { outcome: "unprovable", reason: cause instanceof Error ? cause.message : String(cause), size: 0 };
  }
}

function answerOf(verdict: Verdict): Answer {
  const { outcome, reason, firstBadIndex, lastSuspectIndex = firstBadIndex, unsealed = 0 } = verdict;
  const span = lastSuspectIndex === firstBadIndex ? "" : ` (or a later one, up to ${lastSuspectIndex})`;
  const lines = [
    `${titles[outcome]} ${reason}`,
    ...(firstBadIndex === undefined ? [] : [`First bad index: ${firstBadIndex}${span}`]),
    ...(unsealed > 0 ? [`${unsealed} more wait to be sealed.`] : []),
  ];
  return { data: verdict, text: lines.join("\n"), exitCode: exitCodes[outcome] };
}
