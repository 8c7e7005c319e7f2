import { useEffect, useRef, useState } from "react";
import { downloadFile } from "@/app/_lib/download-file";
import { fetchExport, type Progress } from "@/app/_lib/fetch-export";
import type { Problem } from "@/app/_lib/problem";

type ExportState =
  | { step: "choosing"; outcome?: Problem | "stopped" }
  | { step: "running"; progress: Progress | undefined }
  | { step: "saved"; name: string; rows: number };

/** Runs an export from here to the file that the browser keeps. It stops when the page that shows it goes. */
export function useExport() {
  const [state, setState] = useState<ExportState>({ step: "choosing" });
  const running = useRef<AbortController>(undefined);
  const stop = () => running.current?.abort();
  useEffect(() => () => running.current?.abort(), []);

  const run = async (url: string) => {
    const controller = new AbortController();
    running.current = controller;
    setState({ step: "running", progress: undefined });
    const answer = await fetchExport(url, controller.signal, (progress) => setState({ step: "running", progress }));
    if (controller.signal.aborted) return setState({ step: "choosing", outcome: "stopped" });
    if ("problem" in answer) return setState({ step: "choosing", outcome: answer.problem });
    downloadFile(answer.name, answer.file);
    setState({ step: "saved", name: answer.name, rows: answer.rows });
  };
  return { state, run: (url: string) => void run(url), stop };
}
