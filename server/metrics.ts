import type { Counter } from "prom-client";
import {
  importedRowOutcomes,
  limitNames,
  type Observer,
  signInOutcomes,
  uploadResults,
} from "@/server/domain/observer";
import { type Permission, permissions } from "@/server/domain/permissions";
import { counter, gauge, growingCounter, histogram, type ScrapedRegistry } from "./instruments";
import { createProcessMetrics, type Sources } from "./process-metrics";

/** How a call of tRPC ends; `failed` is what the caller could not help. */
const callOutcomes = ["ok", "refused", "failed"] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/**
 * The numbers of a server for Prometheus. Labels come from closed lists and route templates, never from what a client
 * sends; counters begin at 0 where their labels are known.
 */
export function createMetrics(sources?: Sources) {
  const metrics = createProcessMetrics(sources);
  const { registry } = metrics;
  const events = eventCounters(registry);
  return {
    ...metrics,
    ...requestMetrics(registry),
    ...fileMetrics(registry),
    ...alertMetrics(registry),
    observer: { ...metrics.observer, ...observerOf(events) } satisfies Observer,
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** In seconds, the objective among them. Answers and calls have the same, so that rules can add them up. */
const buckets = [0.01, 0.05, 0.1, 0.4, 1.6, 6.4];

function requestMetrics(registry: ScrapedRegistry) {
  return {
    /** By class of status, because a series for each status of each route would be thousands. */
    requests: growingCounter(
      registry,
      "opsdesk_http_requests_total",
      "Requests that were answered, by route template and class of status (2xx to 5xx).",
      ["method", "route", "status"],
    ),
    requestDuration: histogram(
      registry,
      "opsdesk_http_request_duration_seconds",
      "Time from the first byte of a request to the last byte of its answer, by route template.",
      { labelNames: ["method", "route"], buckets },
    ),
    callDuration: histogram(
      registry,
      "opsdesk_trpc_call_duration_seconds",
      `Time of each call in a request to tRPC, by procedure and outcome (${callOutcomes.join(", ")}).`,
      { labelNames: ["procedure", "outcome"], buckets },
    ),
    faults: counter(registry, "opsdesk_faults_total", "Requests that failed for a reason that is OpsDesk's own."),
    eventStreams: gauge(registry, "opsdesk_event_streams", "Event streams that are open now."),
  };
}

function fileMetrics(registry: ScrapedRegistry) {
  return {
    exportsOpen: gauge(registry, "opsdesk_exports_open", "Exports that are being read now."),
  };
}

function alertMetrics(registry: ScrapedRegistry) {
  return {
    alertsReceived: counter(
      registry,
      "opsdesk_alerts_received_total",
      "Alerts that Alertmanager told of: new ones, those that a message changed, and those that it only repeated.",
      { outcome: ["new", "changed", "repeated"] },
    ),
    alertsTruncated: counter(
      registry,
      "opsdesk_alerts_truncated_total",
      "Alerts that Alertmanager says it left out of its messages.",
    ),
  };
}

function eventCounters(registry: ScrapedRegistry) {
  return {
    signIns: counter(
      registry,
      "opsdesk_sign_ins_total",
      "Tries to sign in, by outcome; refused are those past a limit, which were not looked at.",
      { outcome: signInOutcomes },
    ),
    refusals: counter(registry, "opsdesk_refusals_total", "Requests whose sender lacked a permission.", {
      permission: Object.keys(permissions),
    }),
    rateLimited: counter(registry, "opsdesk_rate_limited_total", "Calls that were refused with 429, by limit.", {
      limit: limitNames,
    }),
    artifactUploads: counter(registry, "opsdesk_artifact_uploads_total", "Uploads of artifacts, by how they ended.", {
      result: uploadResults,
    }),
    artifactUploadedBytes: counter(
      registry,
      "opsdesk_artifact_uploaded_bytes_total",
      "Bytes of artifacts whose upload was completed.",
    ),
    importedRows: counter(registry, "opsdesk_import_rows_total", "Rows of imported files, by what became of them.", {
      outcome: importedRowOutcomes,
    }),
  };
}

type EventCounters = { [Name in keyof ReturnType<typeof eventCounters>]: Counter };

function observerOf(events: EventCounters) {
  const { signIns, refusals, rateLimited, artifactUploads, artifactUploadedBytes, importedRows } = events;
  return {
    signInEnded: (outcome: string) => signIns.inc({ outcome }),
    permissionRefused: (permission: Permission) => refusals.inc({ permission }),
    requestLimited: (limit: string) => rateLimited.inc({ limit }),
    uploadEnded: (result: string, bytes: number) => {
      artifactUploads.inc({ result });
      artifactUploadedBytes.inc(bytes);
    },
    rowsImported: (rows: Readonly<Record<string, number>>) => {
      for (const [outcome, count] of Object.entries(rows)) importedRows.inc({ outcome }, count);
    },
  };
}
