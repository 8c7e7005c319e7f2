import { openProcessLog, type ProcessLog } from "./process-log";
import { print } from "./progress";
import { type ProcessDescription, type SupervisedProcess, startProcess } from "./supervised-process";

function describeEnd(name: string, how: string, log: ProcessLog): string {
  const lines = log.lastLines().map((line) => `\n  ${line}`);
  return `The process ${name} ended with ${how}.${lines.length > 0 ? ` Its last lines:${lines.join("")}` : ""}`;
}

/** Runs the processes of one desk: the unexpected end of one ends all. */
export class Supervisor {
  readonly #running = new Map<string, SupervisedProcess>();

  constructor(
    private readonly logDirectory: string,
    private readonly shutdown: AbortController,
  ) {}

  /** Starts a process that goes on until it is stopped; if it ends before, `shutdown` is aborted with the reason. */
  start(description: ProcessDescription): void {
    this.shutdown.signal.throwIfAborted();
    const log = openProcessLog(this.logDirectory, description.name);
    const started = startProcess(description, log.write);
    this.#running.set(description.name, started);
    void started.ended.then((how) => this.shutdown.abort(new Error(describeEnd(description.name, how, log))));
  }

  /**
   * Runs a process that must end by itself, with exit code 0. What it prints in JSON lines or as errors is logged; plain
   * lines of its standard output are for the person at the terminal only, because a password is among them.
   */
  async complete(description: ProcessDescription): Promise<void> {
    this.shutdown.signal.throwIfAborted();
    const log = openProcessLog(this.logDirectory, description.name);
    const started = startProcess(description, (line, stream) => {
      if (stream === "stdout" && !line.startsWith("{")) print(line);
      else log.write(line);
    });
    this.shutdown.signal.addEventListener("abort", () => void started.stop());
    const how = await started.ended;
    if (how !== "exit code 0") throw new Error(describeEnd(description.name, how, log));
  }

  /** Stops these processes at the same time; those that do not run are passed over. */
  async stop(...names: string[]): Promise<void> {
    await Promise.all(names.map(async (name) => this.#running.get(name)?.stop()));
  }

  /** Ends every process at once. */
  kill(): void {
    for (const running of this.#running.values()) running.kill();
  }
}
