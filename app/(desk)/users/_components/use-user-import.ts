import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/app/_components/api-provider";
import type { Problem } from "@/app/_lib/problem";
import { useIdempotencyKey } from "@/app/_lib/use-idempotency-key";
import type { UserImportResult } from "@/server/domain/users/schema";
import { applyImport, previewImport } from "./send-import";

/** Where an import stands. Nothing is written before `applying`. */
export type ImportState =
  | { step: "choosing" }
  | { step: "checking"; file: File }
  | { step: "previewed"; file: File; preview: UserImportResult }
  | { step: "applying"; file: File; preview: UserImportResult }
  | { step: "done"; file: File; result: UserImportResult }
  | { step: "refused"; file: File; problem: Problem; preview?: UserImportResult };

/** An import of users from the choice of its file to its result. */
export function useUserImport() {
  const api = useApi();
  const queryClient = useQueryClient();
  const idempotencyKeyFor = useIdempotencyKey();
  const [state, setState] = useState<ImportState>({ step: "choosing" });

  const check = async (file: File) => {
    setState({ step: "checking", file });
    const answer = await previewImport(file);
    setState(
      answer.problem
        ? { step: "refused", file, problem: answer.problem }
        : { step: "previewed", file, preview: answer.value },
    );
  };
  const apply = async (file: File, preview: UserImportResult) => {
    setState({ step: "applying", file, preview });
    const answer = await applyImport(file, preview.previewId ?? "", idempotencyKeyFor(preview));
    setState(
      answer.problem
        ? { step: "refused", file, problem: answer.problem }
        : { step: "done", file, result: answer.value },
    );
    await queryClient.invalidateQueries(api.users.pathFilter());
  };
  return { state, check, apply, reset: () => setState({ step: "choosing" }) };
}
