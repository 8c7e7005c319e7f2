import { Button, Textarea } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type SubmitEvent, useState } from "react";
import { ChooseFile } from "@/app/_components/choose-file";
import classes from "./host-import.module.css";
import { formatNames, pastedSource, recogniseFormat, type Source } from "./import-source";

const accept = { "text/csv": [".csv", ".txt"], "application/x-ndjson": [".ndjson", ".jsonl"] };

type Props = { onChoose: (file: File) => void; onPaste: (source: Source) => void };

/** Takes what is to be imported: a file, or a text that is pasted. */
export function ImportStart({ onChoose, onPaste }: Props) {
  const [text, setText] = useState("");
  const isEmpty = text.trim() === "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isEmpty) onPaste(pastedSource(text));
  };
  return (
    <>
      <ChooseFile kind="CSV or NDJSON file" accept={accept} onChoose={onChoose}>
        <code>hostname</code>, <code>ip</code>, <code>os</code> and <code>environment</code> are required. You see what
        it would do before anything is written.
      </ChooseFile>
      <p>
        <Button
          component="a"
          href="/api/v1/hosts/import/template.csv"
          download
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          Template as CSV
        </Button>
      </p>
      <form onSubmit={submit} className={classes.paste}>
        <Textarea
          label="Or paste the text"
          description={
            isEmpty ? "CSV with a line of headers, or NDJSON." : `Read as ${formatNames[recogniseFormat(text)]}.`
          }
          rows={6}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={isEmpty}>
          Preview the text
        </Button>
      </form>
    </>
  );
}
