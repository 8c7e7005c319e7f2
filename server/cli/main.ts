import { openForCommand, readSettings } from "@/server/boot";
import { cliSettings } from "@/server/env";
import { runCommand } from "./run";

process.exitCode = await runCommand(process.argv.slice(2), {
  open: () => {
    const settings = readSettings(cliSettings);
    return { ...openForCommand(settings), baseUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}` };
  },
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
