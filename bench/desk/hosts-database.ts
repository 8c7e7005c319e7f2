import { type BenchDatabase, startDatabase } from "./database";
import { fillHosts } from "./fill-hosts";

export interface HostsDatabase extends AsyncDisposable {
  open: () => Promise<BenchDatabase>;
}

/** One database of many hosts for all who ask: it is made when it is first asked for, because that takes minutes. */
export function shareHostsDatabase(hosts: number, say: (progress: string) => void): HostsDatabase {
  let opening: Promise<BenchDatabase> | undefined;
  const openFilled = async () => {
    await using undo = new AsyncDisposableStack();
    const database = undo.use(await startDatabase());
    say(`filling a database with ${hosts} hosts, once for all measures that need them`);
    await fillHosts(database, hosts);
    undo.move();
    return database;
  };
  return {
    open: () => {
      opening ??= openFilled();
      return opening;
    },
    [Symbol.asyncDispose]: async () => {
      await (await opening?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}
