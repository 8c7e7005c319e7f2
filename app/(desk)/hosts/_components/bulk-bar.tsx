"use client";

import { Button, Kbd } from "@mantine/core";
import { IconArchive, IconPencil } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { CopyText } from "@/app/_components/copy-text";
import { numberText } from "@/app/_lib/count-text";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { useCan } from "@/app/(desk)/_components/profile";
import { numbers } from "@/server/domain/numbers";
import classes from "./bulk-bar.module.css";
import type { useSelection } from "./use-selection";

const BulkEdit = dynamic(() => import("./bulk-edit").then((module) => module.BulkEdit));

type Purpose = "edit" | "retire";

type Props = {
  selecting: ReturnType<typeof useSelection>;
  /** Told which hosts are about to be changed. */
  expectOwn: (ids: readonly string[]) => void;
  /** Told when hosts have been changed. */
  fetchAgain: () => void;
  /** Told when the selection has gone, and with it the button that had the keyboard. */
  onCleared: () => void;
};

/** What can be done with the hosts that are selected. It comes at the foot of the list, where it moves nothing. */
export function BulkBar({ selecting, expectOwn, fetchAgain, onCleared }: Props) {
  const { selection } = selecting;
  const clear = () => {
    selecting.clear();
    onCleared();
  };
  const canWrite = useCan("hosts.write");
  const [purpose, setPurpose] = useState<Purpose>();
  const hosts = [...selection.values()];
  useShortcuts(hosts.length > 0 ? { Escape: clear } : {});
  return (
    <section aria-label="Selected hosts" className={classes.bar} data-empty={hosts.length === 0}>
      <p role="status" className={classes.count}>
        {hosts.length > 0 && `${numberText({ count: hosts.length, isExact: true })} selected`}
      </p>
      {hosts.length > 0 && (
        <>
          <CopyText value={hosts.map(({ hostname }) => hostname).join("\n")} label="Copy names" />
          {canWrite && <BulkActions count={hosts.length} start={setPurpose} />}
          <Button variant="subtle" className={classes.clear} onClick={clear}>
            Clear selection{" "}
            <Kbd className={classes.key} aria-hidden>
              Esc
            </Kbd>
          </Button>
        </>
      )}
      {purpose && (
        <BulkEdit
          hosts={hosts}
          purpose={purpose}
          expectOwn={expectOwn}
          onRead={(newer, gone) => {
            selecting.refresh(newer);
            selecting.drop(gone);
          }}
          onChanged={fetchAgain}
          onClose={(isDone) => {
            setPurpose(undefined);
            if (isDone) clear();
          }}
        />
      )}
    </section>
  );
}

/** What changes hosts. A change of too many at once would be one that nobody can look over. */
function BulkActions({ count, start }: { count: number; start: (purpose: Purpose) => void }) {
  const { maxBulk } = numbers.hosts;
  const isTooMany = count > maxBulk;
  return (
    <>
      <Button
        variant="default"
        disabled={isTooMany}
        aria-haspopup="dialog"
        leftSection={<IconPencil size={15} aria-hidden />}
        onClick={() => start("edit")}
      >
        Edit…
      </Button>
      <Button
        variant="default"
        disabled={isTooMany}
        aria-haspopup="dialog"
        className={classes.retire}
        leftSection={<IconArchive size={15} aria-hidden />}
        onClick={() => start("retire")}
      >
        Retire…
      </Button>
      <p className={classes.note}>
        {isTooMany
          ? `At most ${numberText({ count: maxBulk, isExact: true })} are changed at once`
          : "You see the whole change before it is made"}
      </p>
    </>
  );
}
