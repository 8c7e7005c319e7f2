import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useIdempotencyKey } from "@/app/_lib/use-idempotency-key";
import { takeDroppedFile } from "@/app/(desk)/hosts/_components/dropped-file";
import { type Source, sourceOf } from "./import-source";
import { canRepeat, type ImportState, stateAfter, type Work } from "./import-state";
import { applyQuery, checkQuery, sendImport } from "./send-import";

/** An import from the choice of its file to its result. Nothing is written before `apply`. */
export function useHostImport() {
  const queryClient = useQueryClient();
  const idempotencyKeyFor = useIdempotencyKey();
  const [state, setState] = useState<ImportState>({ step: "choosing" });
  const sending = useRef<AbortController>(undefined);

  const run = async (source: Source, work: Work) => {
    sending.current?.abort();
    const stopping = new AbortController();
    sending.current = stopping;
    setState({ step: "sending", source, work, sentBytes: 0 });
    const answer = await sendImport(source, {
      ...(work.kind === "check"
        ? { query: checkQuery(source) }
        : // Sent again after a lost answer, it is answered and not applied twice.
          { query: applyQuery(source, work.previewId), headers: { "idempotency-key": idempotencyKeyFor(work) } }),
      onProgress: (sentBytes) => setState({ step: "sending", source, work, sentBytes }),
      onSent: () => setState({ step: "working", source, work }),
      signal: stopping.signal,
    });
    if (stopping.signal.aborted) return;
    setState(stateAfter(source, work, answer));
    if (work.kind === "apply") await queryClient.invalidateQueries();
  };
  const check = (source: Source) => run(source, { kind: "check", at: new Date().toISOString() });
  const apply = (source: Source, previewId: string) => run(source, { kind: "apply", previewId });
  const tryAgain = (refused: Extract<ImportState, { step: "refused" }>) =>
    canRepeat(refused) ? run(refused.source, refused.work) : check(refused.source);
  const choose = async (file: File) => check(await sourceOf(file));
  const reset = () => {
    sending.current?.abort();
    setState({ step: "choosing" });
  };

  /** From a preview to the columns that it was made with; without any, to the file. */
  const back = () => {
    const { source, result } = "result" in state ? state : {};
    if (source && result && result.columns.length > 0) setState({ step: "columns", source, result });
    else reset();
  };

  const takeDropped = useEffectEvent(() => {
    const file = takeDroppedFile();
    if (file) void choose(file);
  });
  useEffect(() => {
    takeDropped();
    return () => sending.current?.abort();
  }, []);

  return { state, choose, check, apply, tryAgain, back, reset };
}
