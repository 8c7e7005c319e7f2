import { removeOldDownloads } from "@/server/domain/artifact-downloads/download";
import { removeOldAttempts } from "@/server/domain/attempts/failures";
import { makeAuditPartitions } from "@/server/domain/audit/partitions";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import { removeOldPreviews } from "@/server/domain/host-import/previews";
import { removeExpiredIdempotencyKeys } from "@/server/domain/idempotency-keys/mutations";
import { removeOldJobRuns } from "@/server/domain/jobs/mutations";
import { numbers } from "@/server/domain/numbers";
import { removeOldRefusals } from "@/server/domain/refusals/remove-old";
import { removeOldRequestCounts } from "@/server/domain/request-limits/remove-old";
import { removeExpiredSessions } from "@/server/domain/sessions/mutations";
import { collectBlobs } from "@/server/domain/stored-blobs/collect";
import { scrubBlobs } from "@/server/domain/stored-blobs/scrub";
import type { Job } from "./runner";

const hour = 3_600;

const { collectMinutes, scrubEverySeconds } = numbers.artifacts;

/** Everything that the clock does. */
export const scheduleOver = (store: BlobStore): readonly Job[] => [
  { name: "make-audit-partitions", everySeconds: hour, timeoutSeconds: 60, run: makeAuditPartitions },
  { name: "remove-expired-sessions", everySeconds: hour, timeoutSeconds: 60, run: removeExpiredSessions },
  {
    name: "remove-expired-idempotency-keys",
    everySeconds: hour,
    timeoutSeconds: 60,
    run: removeExpiredIdempotencyKeys,
  },
  { name: "remove-old-import-previews", everySeconds: hour, timeoutSeconds: 60, run: removeOldPreviews },
  {
    name: "collect-blobs",
    everySeconds: 60 * collectMinutes,
    timeoutSeconds: 600,
    run: (ctx) => collectBlobs(ctx, store),
  },
  {
    name: "scrub-blobs",
    everySeconds: scrubEverySeconds,
    timeoutSeconds: 600,
    run: (ctx) => scrubBlobs(ctx, store),
  },
  { name: "remove-old-downloads", everySeconds: hour, timeoutSeconds: 60, run: removeOldDownloads },
  { name: "remove-old-attempts", everySeconds: hour, timeoutSeconds: 60, run: removeOldAttempts },
  { name: "remove-old-refusals", everySeconds: hour, timeoutSeconds: 60, run: removeOldRefusals },
  { name: "remove-old-request-counts", everySeconds: hour, timeoutSeconds: 60, run: removeOldRequestCounts },
  { name: "remove-old-job-runs", everySeconds: 24 * hour, timeoutSeconds: 60, run: removeOldJobRuns },
];
