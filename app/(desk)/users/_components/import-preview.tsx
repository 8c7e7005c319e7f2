"use client";

import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Counts } from "@/app/_components/counts";
import { RejectTable } from "@/app/_components/reject-table";
import { countText } from "@/app/_lib/count-text";
import type { UserImportResult } from "@/server/domain/users/schema";
import { ChangedUsers } from "./changed-users";
import { importCounts } from "./import-counts";
import { NewUsers } from "./new-users";
import classes from "./user-import.module.css";

type Props = { preview: UserImportResult; isApplying: boolean; apply: () => void };

/** What a file would do: four counts that add up to it, who is new, who changes, and what is left out. */
export function ImportPreview({ preview, isApplying, apply }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { created, updated, rejected } = preview;
  const rejectedCount = new Set(rejected.map(({ record }) => record)).size;
  const label = applyLabel(created.length, updated.length);
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className={classes.outcome}>
        Nothing is written yet
      </h2>
      <Counts counts={importCounts(preview, "will be")} />
      <div className={classes.columns}>
        {created.length > 0 && <NewUsers users={created} />}
        {updated.length > 0 && <ChangedUsers users={updated} />}
        {rejectedCount > 0 && <RejectTable rejects={rejected} recordCount={rejectedCount} />}
      </div>
      <div className={classes.foot}>
        <p>
          {label === undefined
            ? "There is nothing to write: mend the file and choose it again."
            : "Applies exactly what is shown, as one batch, or nothing where something has changed meanwhile."}
        </p>
        {label !== undefined && (
          <Button loading={isApplying} onClick={apply}>
            {label}
          </Button>
        )}
      </div>
    </>
  );
}

/** What the button does, exactly; undefined where it would do nothing. */
function applyLabel(created: number, updated: number): string | undefined {
  const users = (count: number) => countText({ count, isExact: true }, "user");
  if (created === 0 && updated === 0) return undefined;
  if (updated === 0) return `Create ${users(created)}`;
  if (created === 0) return `Change ${users(updated)}`;
  return `Create ${users(created)} and change ${users(updated)}`;
}
