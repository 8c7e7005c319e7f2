import { openForCommand, readSettings } from "@/server/boot";
import { cliSettings } from "@/server/env";
import { runCommand } from "./run";

process.exitCode = await runCommand(process.argv.slice(2), {
  open: () => {
    const settings = readSettings(cliSettings);
    const { PUBLIC_URL, PORT, AUDIT_CHECKPOINT_DIR: checkpointDirectory } = settings;
    return { ...openForCommand(settings), baseUrl: PUBLIC_URL ?? `http://localhost:${PORT}`, checkpointDirectory };
  },
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
