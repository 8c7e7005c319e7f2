import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { type Check, checks } from "./checks";

export type Readiness = { isReady: boolean; checks: Record<keyof typeof checks, { isOk: boolean; detail?: string }> };

async function run(ctx: Context, check: Check): Promise<{ isOk: boolean; detail?: string }> {
  const { promise: timedOut, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve("no answer in time"), numbers.readiness.checkTimeoutMilliseconds);
  const fault = await Promise.race([check(ctx).catch(() => "no answer"), timedOut]);
  clearTimeout(timer);
  return fault === undefined ? { isOk: true } : { isOk: false, detail: fault };
}

/** Whether this process can serve, and what is missing where it cannot. Probes that come close together share one answer. */
export function createReadiness(ctx: Context): () => Promise<Readiness> {
  let answer: { readiness: Promise<Readiness>; at: number } | undefined;
  const look = async (): Promise<Readiness> => {
    const [database, migrations, audit] = await Promise.all([
      run(ctx, checks.database),
      run(ctx, checks.migrations),
      run(ctx, checks.audit),
    ]);
    const results = { database, migrations, audit };
    return { isReady: Object.values(results).every(({ isOk }) => isOk), checks: results };
  };
  return () => {
    const at = Date.now();
    if (!answer || at - answer.at >= numbers.readiness.cacheMilliseconds) answer = { readiness: look(), at };
    return answer.readiness;
  };
}
