import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Counts } from "@/app/_components/counts";
import { LinkButton } from "@/app/_components/link-button";
import { Notice } from "@/app/_components/notice";
import { countText } from "@/app/_lib/count-text";
import { useCan } from "@/app/(desk)/_components/profile";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import classes from "./host-import.module.css";
import { importCounts } from "./import-counts";
import { ImportParts } from "./import-parts";
import type { Source } from "./import-source";

type Props = { source: Source; result: HostImportResult; checkAgain: () => void };

/** What became of an import: four counts that add up to the file, where to look next, and what was left out. */
export function ImportResult({ source, result, checkAgain }: Props) {
  const canReadAudit = useCan("audit-events.read");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { stale, batchId } = result;
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className={classes.outcome}>
        The import is done
      </h2>
      {stale > 0 && (
        <Notice tone="warning" title={`${countText({ count: stale, isExact: true }, "record")} left alone as stale`}>
          <p>
            Their hosts are not as the preview has shown them, so they were not touched. They are among the rejected
            below, with what happened “since the preview”. Checked again, the file shows what it would change now.
          </p>
          <Button variant="default" mt={8} onClick={checkAgain}>
            Check again
          </Button>
        </Notice>
      )}
      <Counts counts={importCounts(result, true)} />
      <div className={classes.next}>
        <LinkButton href="/hosts?sort=-updatedAt" variant="filled">
          Show the hosts
        </LinkButton>
        {canReadAudit && batchId !== null && (
          <LinkButton href={`/audit-events?batchId=${batchId}`}>Show the events of this import</LinkButton>
        )}
      </div>
      <ImportParts source={source} result={result} changesTitle="Changes" />
    </>
  );
}
