/**
 * Every limit, timeout, size and period of OpsDesk, in one place. nginx templates, documents and tests read them from here;
 * where a setting of server/env.ts may change one, this is its default.
 */
export const numbers = {
  lists: {
    pageSize: 50,
    maxPageSize: 100,
    /** Free search needs this many characters, because the index holds groups of three. */
    minSearchLength: 3,
    maxSearchLength: 200,
    /** A count that takes longer is given as "more than" what could be counted. */
    countCutOffMilliseconds: 2_000,
    countAtLeast: 10_000,
  },
  requests: {
    timeoutSeconds: 30,
    jsonBodyBytes: 1_048_576,
    /** Calls in one tRPC batch. */
    maxBatchCalls: 10,
    retryAfterSeconds: 5,
    idempotencyKeyHours: 24,
    maxIdempotencyKeyLength: 255,
    userAgentLength: 512,
  },
  imports: {
    maxSizeMegabytes: 100,
    /** A slower body is cut off, so that slow clients cannot hold connections for ever. */
    minBytesPerSecond: 1_024,
    idleTimeoutSeconds: 30,
    chunkRows: 1_000,
    maxRejectsInAnswer: 1_000,
    /** A longer record is a quote that was never closed. */
    maxRecordBytes: 1_048_576,
    /** How much of a rejected value is repeated in the answer, and of a file's name in the log. */
    maxShownCharacters: 100,
  },
  audit: {
    /** Events written with one statement. */
    batchEvents: 1_000,
    partitionsAheadDays: 7,
  },
  database: {
    serverPoolSize: 20,
    workerPoolSize: 5,
    timeouts: {
      connectTimeoutSeconds: 5,
      statementTimeoutMilliseconds: 30_000,
      lockTimeoutMilliseconds: 5_000,
    },
  },
  readiness: {
    checkTimeoutMilliseconds: 2_000,
    /** Probes that come closer together share one answer. */
    cacheMilliseconds: 1_000,
  },
  drain: {
    waitSeconds: 5,
    timeoutSeconds: 60,
  },
  passwords: {
    minLength: 8,
    maxLength: 128,
    argon2MemoryKibibytes: 19_456,
    argon2Iterations: 2,
    /** Sign-ins that may wait for a free core; past this they are refused with 429. */
    maxQueued: 64,
    generatedBytes: 15,
  },
  sessions: {
    idleDays: 7,
    absoluteDays: 30,
    secretBytes: 32,
    /** The last use is written at most this often, so that reading does not become writing. */
    lastUsePrecisionSeconds: 60,
  },
  jobs: {
    pollSeconds: 5,
    recordDays: 30,
  },
} as const;
