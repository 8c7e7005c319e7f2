import type * as z from "zod";
import { alertmanagerMessage } from "@/server/domain/alertmanager/schema";
import { receivedAlerts } from "@/server/domain/alerts/schema";
import { auditEventFilter } from "@/server/domain/audit-events/schema";
import { hostImportResult } from "@/server/domain/host-import/schema";
import { hostFilter } from "@/server/domain/hosts/schema";
import { refreshTokenInput, signIn, tokens } from "@/server/domain/sessions/schema";
import { userImportResult } from "@/server/domain/users/schema";
import { artifactOperations } from "./artifact-operations";
import { idempotencyKey, type Json, jsonBody, parameter, problemAnswer, schemaOf } from "./openapi-parts";

const text = { schema: { type: "string" } };
const csv = { "text/csv": text };
const plain = { "text/plain": text };
const binary = { "application/octet-stream": { schema: {} } };
const tilePath = parameter("path", "path", true, { type: "string" });
const ndjson = { "application/x-ndjson": text };
const fileBody = (content: Json) => ({ requestBody: { required: true, content } });

const query = (name: string, description: string, schema: Json) => ({
  name,
  in: "query",
  required: false,
  description,
  schema,
});

const preview = [
  query("dryRun", "Only says what an import would do.", { type: "boolean" }),
  query("previewId", "From a dry run of the same file: applies just what that has shown.", { type: "string" }),
];
const ofHosts = [
  query("fileName", "How the log calls the file.", { type: "string" }),
  query("columns", "A JSON object of headers and the columns that they are; null for one to pass over.", {
    type: "string",
  }),
];

const withoutSignIn = { security: [] };

/** The operations below /api/v1 that no procedure stands behind: files, and what checks passwords and tokens. */
export const plainOperations: Record<string, { get: Json } | { post: Json } | { put: Json }> = {
  "/api/v1/hosts/import": {
    post: {
      operationId: "hosts.import",
      summary: "Import hosts from CSV or NDJSON",
      tags: ["hosts"],
      parameters: [idempotencyKey, ...preview, ...ofHosts],
      ...fileBody({ ...csv, ...ndjson }),
      responses: {
        200: {
          description:
            "Good rows were written, in one batch, or shown for a dry run; one that accepts text/csv gets all rejects",
          content: { ...jsonBody(schemaOf(hostImportResult, "output")).content, ...csv },
        },
        default: problemAnswer,
      },
    },
  },
  "/api/v1/hosts/import/template.csv": {
    get: {
      operationId: "hosts.importTemplate",
      summary: "Get a CSV of hosts to begin with",
      tags: ["hosts"],
      parameters: [],
      responses: { 200: { description: "All columns, and an example", content: csv }, default: problemAnswer },
    },
  },
  ...exports("hosts", "hosts", hostFilter),
  ...exports("audit-events", "audit events", auditEventFilter),
  ...artifactOperations,
  "/api/v1/hooks/alertmanager": {
    post: {
      operationId: "hooks.alertmanager",
      summary: "Take what Alertmanager's webhook sends",
      tags: ["hooks"],
      parameters: [],
      requestBody: { required: true, ...jsonBody(schemaOf(alertmanagerMessage, "input")) },
      responses: answered("All that it tells is kept", schemaOf(receivedAlerts, "output")),
    },
  },
  "/api/v1/audit-events/{id}/proof": {
    get: {
      operationId: "auditEvents.proof",
      summary: "Get the proof of an audit event",
      tags: ["audit-events"],
      parameters: [parameter("id", "path", true, { type: "string", format: "uuid" })],
      responses: {
        200: { description: "A C2SP tlog-proof, with the event in it", content: plain },
        default: problemAnswer,
      },
    },
  },
  "/api/v1/audit-log/checkpoint": {
    get: {
      operationId: "auditLog.checkpoint",
      summary: "Get the newest checkpoint of the audit log",
      tags: ["audit-log"],
      parameters: [],
      ...withoutSignIn,
      responses: { 200: { description: "A C2SP tlog-checkpoint", content: plain }, default: problemAnswer },
    },
  },
  "/api/v1/audit-log/key": {
    get: {
      operationId: "auditLog.key",
      summary: "Get the public key of the audit log",
      tags: ["audit-log"],
      parameters: [],
      ...withoutSignIn,
      responses: {
        200: { description: "As verifiers of signed notes take it", content: plain },
        default: problemAnswer,
      },
    },
  },
  "/api/v1/audit-log/tile/{path}": {
    get: {
      operationId: "auditLog.tile",
      summary: "Get hashes of the audit log",
      tags: ["audit-log"],
      parameters: [tilePath],
      ...withoutSignIn,
      responses: { 200: { description: "A tile of C2SP tlog-tiles", content: binary }, default: problemAnswer },
    },
  },
  "/api/v1/audit-log/tile/entries/{path}": {
    get: {
      operationId: "auditLog.entries",
      summary: "Get entries of the audit log",
      tags: ["audit-log"],
      parameters: [tilePath],
      responses: {
        200: { description: "An entry bundle of C2SP tlog-tiles", content: binary },
        default: problemAnswer,
      },
    },
  },
  "/api/v1/users/import": {
    post: {
      operationId: "users.import",
      summary: "Import users from CSV",
      tags: ["users"],
      parameters: [idempotencyKey, ...preview],
      ...fileBody(csv),
      responses: answered(
        "Good rows were written, in one batch, or shown for a dry run",
        schemaOf(userImportResult, "output"),
      ),
    },
  },
  "/api/v1/auth/token": {
    post: {
      operationId: "auth.token",
      summary: "Sign an API client in",
      tags: ["auth"],
      parameters: [],
      ...withoutSignIn,
      requestBody: { required: true, ...jsonBody(schemaOf(signIn, "input")) },
      responses: answered("An access token, and a refresh token for the next", schemaOf(tokens, "output")),
    },
  },
  "/api/v1/auth/refresh": {
    post: {
      operationId: "auth.refresh",
      summary: "Exchange a refresh token for the next tokens",
      tags: ["auth"],
      parameters: [],
      ...withoutSignIn,
      requestBody: { required: true, ...jsonBody(schemaOf(refreshTokenInput, "input")) },
      responses: answered("An access token, and a refresh token for the next", schemaOf(tokens, "output")),
    },
  },
  "/api/v1/auth/revoke": {
    post: {
      operationId: "auth.revoke",
      summary: "End the session of a refresh token",
      tags: ["auth"],
      parameters: [],
      ...withoutSignIn,
      requestBody: { required: true, ...jsonBody(schemaOf(refreshTokenInput, "input")) },
      responses: { 204: { description: "Ended, if it was live" }, default: problemAnswer },
    },
  },
};

/** What gives the rows of a list as a file, with the filters of the list. */
function exports(noun: string, rows: string, filter: z.ZodType): Record<string, { get: Json }> {
  const properties = Object.entries((schemaOf(filter, "input").properties ?? {}) as Record<string, Json>);
  const parameters = properties.map(([name, schema]) => parameter(name, "query", false, schema));
  const as = (format: "csv" | "ndjson", content: Json) => ({
    get: {
      operationId: `${noun}.export.${format}`,
      summary: `Export ${rows} as ${format.toUpperCase()}`,
      tags: [noun],
      parameters,
      responses: { 200: { description: "All that match, streamed", content }, default: problemAnswer },
    },
  });
  return {
    [`/api/v1/${noun}/export.csv`]: as("csv", csv),
    [`/api/v1/${noun}/export.ndjson`]: as("ndjson", ndjson),
  };
}

function answered(description: string, schema: Json): Json {
  return { 200: { description, ...jsonBody(schema) }, default: problemAnswer };
}
