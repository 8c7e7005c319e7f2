import { hostImportResult } from "@/server/domain/hosts/schema";
import { refreshTokenInput, signIn, tokens } from "@/server/domain/sessions/schema";
import { userImportResult } from "@/server/domain/users/schema";
import { idempotencyKey, type Json, jsonBody, problemAnswer, schemaOf } from "./openapi-parts";

const csvBody = { requestBody: { required: true, content: { "text/csv": { schema: { type: "string" } } } } };

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

const withoutSignIn = { security: [] };

/** The operations below /api/v1 that no procedure stands behind: files, and what checks passwords and tokens. */
export const plainOperations: Record<string, { post: Json }> = {
  "/api/v1/hosts/import": {
    post: {
      operationId: "hosts.import",
      summary: "Import hosts from CSV",
      tags: ["hosts"],
      parameters: [idempotencyKey],
      ...csvBody,
      responses: answered("Good rows were written, in one batch", schemaOf(hostImportResult, "output")),
    },
  },
  "/api/v1/users/import": {
    post: {
      operationId: "users.import",
      summary: "Import users from CSV",
      tags: ["users"],
      parameters: [idempotencyKey, ...preview],
      ...csvBody,
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

function answered(description: string, schema: Json): Json {
  return { 200: { description, ...jsonBody(schema) }, default: problemAnswer };
}
