import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { downloadFile } from "@/app/_lib/download-file";
import type { Problem } from "@/app/_lib/problem";
import type { Source } from "./import-source";
import { fetchRejects } from "./send-import";

const ending = /\.[^.]*$/;

/** Keeps every fault of a file, however many, as a CSV file. */
export function RejectsDownload({ source }: { source: Source }) {
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const download = async () => {
    setLoading(true);
    const answer = await fetchRejects(source);
    setLoading(false);
    setProblem(answer.problem);
    if (!answer.problem) downloadFile(`${source.file.name.replace(ending, "")}-rejects.csv`, answer.value);
  };
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <Button
        variant="default"
        loading={isLoading}
        leftSection={<IconDownload size={15} aria-hidden />}
        onClick={() => void download()}
      >
        Rejects as CSV
      </Button>
    </>
  );
}
