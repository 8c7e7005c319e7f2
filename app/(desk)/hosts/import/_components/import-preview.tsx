import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Counts } from "@/app/_components/counts";
import { applyLabel } from "./apply-label";
import classes from "./host-import.module.css";
import { importCounts } from "./import-counts";
import { ImportParts } from "./import-parts";
import type { ImportState } from "./import-state";

type Props = { state: Extract<ImportState, { step: "previewed" }>; back: () => void; apply: () => void };

/** What a file would do: four counts that add up to it, what is wrong, what changes, and a button that does exactly that. */
export function ImportPreview({ state: { source, result, at }, back, apply }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const label = applyLabel(result);
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className={classes.outcome}>
        Nothing is written yet
      </h2>
      <Counts counts={importCounts(result, false)} />
      <ImportParts source={source} result={result} changesTitle="Changes" />
      <div className={classes.foot}>
        <p>
          {label === undefined ? (
            "There is nothing to write."
          ) : (
            <>
              <strong>One batch.</strong> Applies exactly what is shown. A host edited since {at.slice(11, 16)} UTC is
              left alone and listed.
            </>
          )}
        </p>
        <Button variant="default" onClick={back}>
          Back
        </Button>
        {label !== undefined && <Button onClick={apply}>{label}</Button>}
      </div>
    </>
  );
}
