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
  hosts: {
    /** How far a filtered list is walked through in its order before all that matches is collected. */
    walkedRows: 5_000,
    /** Values of one filter. */
    maxFilterValues: 20,
    /** Hosts that one bulk edit changes. */
    maxBulk: 1_000,
    /** Suggestions of a filter over free text. */
    maxSuggestions: 200,
    /** On the dashboard: registered within so many days is new; neither changed nor seen for so many is stale. */
    newDays: 7,
    staleDays: 90,
    /** The last changes on the dashboard, of so many days at most. */
    recentChanges: 12,
    recentDays: 31,
  },
  imports: {
    maxSizeMegabytes: 100,
    /** A slower body is cut off, so that slow clients cannot hold connections for ever. */
    minBytesPerSecond: 1_024,
    idleTimeoutSeconds: 30,
    chunkRows: 500,
    maxRejectsInAnswer: 1_000,
    maxChangesInAnswer: 1_000,
    /** How long what a dry run has shown can be applied, and how many of them are kept for one who asks. */
    previewHours: 24,
    maxPreviewsPerActor: 20,
    /** A longer record is a quote that was never closed. */
    maxRecordBytes: 1_048_576,
    /** How much of a rejected value is repeated in the answer, and of a file's name in the log. */
    maxShownCharacters: 100,
  },
  artifacts: {
    /** Of one file. `MAX_ARTIFACT_SIZE_MB` changes it. */
    maxSizeMegabytes: 500,
    /** Of all that one user has uploaded, and of all bytes that are kept, in MiB; 0 for no limit. Settings change them. */
    quotaPerUserMegabytes: 0,
    quotaTotalMegabytes: 0,
    maxNameLength: 255,
    maxDescriptionLength: 1_000,
    /** How long a deleted one can be brought back, and its bytes stay. */
    undoHours: 24,
    /** Downloads of the same artifact by the same actor within so long are one event. */
    downloadWindowMinutes: 15,
    /** Parts of a file that one request may ask for; with more it gets the whole file. */
    maxRanges: 16,
    readBytes: 262_144,
    /** Gathered before they are written, which costs less than one write for each packet. */
    writeBytes: 1_048_576,
    /** After so many, the disk is asked to write what it has, while more comes. */
    syncBytes: 67_108_864,
    /** As much of a file tells its type. */
    headBytes: 4_096,
    /** How often bytes that nothing names are looked for, and how long an upload that stands still is left alone. */
    collectMinutes: 4,
    leftoverMinutes: 4,
    /** Artifacts removed for good in one transaction. */
    collectBatch: 500,
    /** Stored bytes are read again after so long, at this rate, for so long at a time because other jobs wait. */
    scrubDays: 6,
    scrubBytesPerSecond: 33_554_432,
    scrubSeconds: 10,
    scrubEverySeconds: 60,
  },
  audit: {
    /** Events written with one statement. */
    batchEvents: 500,
    partitionsAheadDays: 7,
    /** A text is searched for in the events of so many days, unless a range of time is given. */
    textSearchDays: 31,
    /** How far a log that is filtered twice is walked through in its order before all that matches is collected. */
    walkedRows: 5_000,
    /** The same for a text alone, which is looked for in what lies side by side. */
    searchedRows: 15_000,
    /** Where that finds this part of a page (a fourth) or more, the rest is looked for near by. */
    nearTimes: 4,
    /** Suggestions of a filter: actions, actors. */
    maxSuggestions: 500,
    /** How often the worker looks for events without a leaf, and how many get theirs in one transaction. */
    sealEveryMilliseconds: 500,
    sealedAtOnce: 10_000,
    /** Leaves that a verification reads at once, and how many of the newest signatures it always looks at. */
    verifiedAtOnce: 512,
    verifiedSignatures: 10_000,
    /** After a failure. */
    sealRetrySeconds: 5,
    /** A checkpoint leaves the database so soon, and never more often. */
    publishEverySeconds: 10,
  },
  exports: {
    /** Of one process. Each holds a connection for as long as its reader takes. */
    maxAtOnce: 4,
    chunkRows: 1_000,
    /** A reader that takes nothing for so long is cut off, so that its connection does not stay taken. */
    idleTimeoutSeconds: 60,
  },
  database: {
    serverPoolSize: 20,
    workerPoolSize: 5,
    timeouts: {
      connectTimeoutSeconds: 5,
      statementTimeoutMilliseconds: 30_000,
      lockTimeoutMilliseconds: 5_000,
      /** Requests wait for a connection meanwhile, and a database that is back is used so soon. */
      maxReconnectDelayMilliseconds: 500,
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
    /** Wrong ones that a user may type who is asked for the own password once more, within the window of sign-in. */
    maxOwnTries: 5,
    /** How long a link with which somebody chooses a password is good. */
    linkHours: 24,
  },
  secrets: {
    bytes: 32,
  },
  signIn: {
    /** Failures from one address (IPv6: one /64) within the window; after that it is refused with 429. */
    maxFailuresPerAddress: 10,
    windowMinutes: 15,
    /** Failures for one account within the window, from wherever; after that each further attempt waits, twice as long as the last. */
    failuresBeforeDelay: 10,
    firstDelayMilliseconds: 250,
    maxDelayMilliseconds: 4_000,
  },
  twoStep: {
    periodSeconds: 30,
    digits: 6,
    /** Codes of so many periods before and after are accepted, because clocks differ. */
    tolerancePeriods: 1,
    /** Wrong codes for one account, from one address or in one session, within the window of sign-in; after that 429. */
    maxTries: 5,
    recoveryCodes: 10,
    /** 80 bits, 16 characters of base32. */
    recoveryCodeBytes: 10,
  },
  apiTokens: {
    maxDays: 365,
    defaultDays: 90,
    /** Of one user, those that are still good. */
    maxPerUser: 50,
  },
  users: {
    maxImportRows: 5_000,
  },
  refusals: {
    /** Of the same refusals within so long, the first is an event; the others are counted. */
    windowSeconds: 60,
    /** How long a count waits for the event that tells it. */
    keptHours: 24,
  },
  /** `GET /api/events`. */
  streams: {
    heartbeatSeconds: 30,
    /** A browser that was away for longer fetches everything again. */
    resumeMinutes: 10,
    resumeOverlapSeconds: 30,
    maxMissed: 1_000,
    /** How often the sessions of all open streams are looked up, so that none outlives its session for longer than 5 s. */
    accessCheckMilliseconds: 2_000,
    maxPerUser: 20,
    /** A reader that lets more than this pile up is cut off, and resumes. */
    maxBufferedBytes: 65_536,
    notifyEveryMilliseconds: 50,
    maxIdsPerNoun: 50,
    retryMilliseconds: 2_000,
  },
  sessions: {
    idleDays: 7,
    absoluteDays: 30,
    accessTokenMinutes: 15,
    /** Parallel requests with one refresh token share its successor within this time; after it, a replay ends the session. */
    refreshOverlapSeconds: 10,
    clockToleranceSeconds: 10,
    /** The last use is written at most this often, so that reading does not become writing. */
    lastUsePrecisionSeconds: 60,
  },
  /** Of one user or API token, over all servers. `LIMIT_CHANGES` and `LIMIT_READS` change them; 0 lifts one. */
  limits: {
    changesPerMinute: 100,
    readsPerMinute: 1_000,
    windowSeconds: 60,
    /** How often a server adds what it counted to what the others did. */
    exchangeMilliseconds: 1_000,
  },
  /** nginx, for one client address (IPv6: one /64). */
  edge: {
    api: { perSecond: 10, burst: 20 },
    signIn: { perMinute: 5, burst: 5 },
    /** Exchanging a refresh token is no sign-in: busy clients do it all day. */
    refresh: { perMinute: 60, burst: 20 },
    uploads: { perSecond: 200, burst: 200, connections: 20 },
    /** Pages and what belongs to them: one page asks for some thirty files at once. */
    pages: { perSecond: 100, burst: 200 },
    connections: 100,
    /** A server that refused or hung once gets no requests for so long. */
    upstream: {
      maxFails: 1,
      failTimeoutSeconds: 3,
      connectTimeoutSeconds: 1,
      /** Past the server's own limit for a request, so that the server says what took so long. */
      readTimeoutSeconds: 35,
      /** From the last byte of a file until the answer. */
      importTimeoutSeconds: 600,
    },
    /** Between two reads of a request, and two writes of an answer. */
    headerTimeoutSeconds: 10,
    bodyTimeoutSeconds: 30,
    sendTimeoutSeconds: 30,
    keepAliveSeconds: 65,
    /** How long what is in flight may take after a reload. */
    reloadDrainSeconds: 3_600,
    /** Of one worker of nginx, to clients and upstreams together. */
    workerConnections: 8_192,
    strictTransportSeconds: 63_072_000,
  },
  alerts: {
    /** Alerts in one message of Alertmanager, which sends what belongs together in one. More than fit in a body of JSON. */
    maxPerMessage: 10_000,
    /** Of what it is called in lists and sentences; its label has all of it. */
    maxNameLength: 120,
    maxLabels: 64,
    maxLabelLength: 1_024,
    maxAnnotationLength: 4_096,
    /** What is shown of what changed on a host before an alert began. */
    changesBeforeMinutes: 60,
    maxChangesBefore: 50,
    maxNoteLength: 1_000,
    /** Of what fires, on the dashboard. */
    worst: 6,
  },
  /** What the desk is held to over 30 days; deploy/prometheus/ watches it. */
  objectives: {
    /** The share of requests that are answered. */
    availability: 0.999,
    /** The share of them that are answered so soon. */
    fastShare: 0.95,
    fastMilliseconds: 400,
  },
  jobs: {
    pollSeconds: 5,
    recordDays: 30,
  },
} as const;
