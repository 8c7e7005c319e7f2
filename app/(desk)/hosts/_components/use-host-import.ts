import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Problem } from "@/app/_lib/problem";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { takeDroppedFile } from "./dropped-file";
import { sendImport } from "./send-import";

/** Where an import stands. While it is `sending` it can be stopped; once `applying`, the server finishes or undoes it alone. */
export type ImportState =
  | { step: "choosing" }
  | { step: "chosen"; file: File }
  | { step: "sending"; file: File; sentBytes: number }
  | { step: "applying"; file: File }
  | { step: "done"; file: File; result: HostImportResult }
  | { step: "refused"; file: File; problem: Problem };

/** An import from the choice of its file to its result. */
export function useHostImport() {
  const queryClient = useQueryClient();
  const [state, setState] = useState<ImportState>({ step: "choosing" });
  const sending = useRef<AbortController>(undefined);

  const choose = (file: File) => setState({ step: "chosen", file });
  const reset = () => {
    sending.current?.abort();
    setState({ step: "choosing" });
  };
  const start = async (file: File) => {
    sending.current = new AbortController();
    setState({ step: "sending", file, sentBytes: 0 });
    const answer = await sendImport(file, {
      onProgress: (sentBytes) => setState({ step: "sending", file, sentBytes }),
      onSent: () => setState({ step: "applying", file }),
      signal: sending.current.signal,
    });
    setState("result" in answer ? { step: "done", file, ...answer } : { step: "refused", file, ...answer });
    await queryClient.invalidateQueries();
  };

  useEffect(() => {
    const file = takeDroppedFile();
    if (file) setState({ step: "chosen", file });
    return () => sending.current?.abort();
  }, []);

  return { state, choose, start, reset };
}
