import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import PQueue from "p-queue";
import { rateLimited } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

const { argon2MemoryKibibytes, argon2Iterations, maxQueued } = numbers.passwords;

/** Argon2id is the package's default algorithm. */
const cost = { memoryCost: argon2MemoryKibibytes, timeCost: argon2Iterations, parallelism: 1 };

/** One core stays free for everybody who is signed in already. */
const queue = new PQueue({ concurrency: Math.max(1, availableParallelism() - 1) });

function queued<T>(work: () => Promise<T>): Promise<T> {
  if (queue.size >= maxQueued) throw rateLimited("Too many people are signing in at once. Try again in a moment.");
  return queue.add(work);
}

/** Hashes a password with Argon2id. Throws `rate_limited` where too many wait already. */
export async function hashPassword(password: string): Promise<string> {
  return queued(() => hash(password, cost));
}

/** A hash of nothing that anybody knows, made once: checking it costs what checking a real one costs. */
let dummyHash: Promise<string> | undefined;

/** Whether a password is the one of a hash. Without a hash it is not, and takes as long to say so. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  dummyHash ??= hash(crypto.randomUUID(), cost);
  const known = passwordHash ?? (await dummyHash);
  const isRight = await queued(() => verify(known, password));
  return isRight && passwordHash !== undefined;
}
