import type { Answer } from "@/app/_lib/post-json";
import { problemIn, unreachable } from "@/app/_lib/problem";
import type { UserImportResult } from "@/server/domain/users/schema";

/** Asks what a CSV file of users would do. */
export const previewImport = (file: File) => send(file, { dryRun: "true" });

/** Does exactly what a preview has shown. Repeated with the same key it does it once, and answers the same links. */
export const applyImport = (file: File, previewId: string, idempotencyKey: string) =>
  send(file, { previewId }, { "idempotency-key": idempotencyKey });

async function send(
  file: File,
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer<UserImportResult>> {
  try {
    const response = await fetch(`/api/v1/users/import?${new URLSearchParams(query)}`, {
      method: "POST",
      headers: { "content-type": "text/csv", ...headers },
      body: file,
    });
    if (!response.ok) return { problem: await problemIn(response) };
    return { value: (await response.json()) as UserImportResult };
  } catch {
    return { problem: unreachable };
  }
}
