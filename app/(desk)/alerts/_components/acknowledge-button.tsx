"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Key } from "@/app/_components/key";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { useCan } from "@/app/(desk)/_components/profile";
import type { Alert } from "@/server/domain/alerts/schema";

// Few visits open it.
const AcknowledgeDialog = dynamic(() => import("./acknowledge-dialog").then((module) => module.AcknowledgeDialog));

type Props = {
  alert: Alert;
  /** Where it is the only one on its page, a key opens it. */
  shortcut?: string;
};

/** Says that one looks after an alert, or takes that back: one button, so that the keyboard stays where it is. */
export function AcknowledgeButton({ alert, shortcut }: Props) {
  const [isOpen, setOpen] = useState(false);
  const isPossible = useCan("alerts.acknowledge") && alert.status === "firing";
  useShortcuts(shortcut !== undefined && isPossible && !isOpen ? { [shortcut]: () => setOpen(true) } : {});
  if (!isPossible) return null;
  const verb = alert.acknowledgement ? "Withdraw" : "Acknowledge";
  return (
    <>
      <Button
        variant="default"
        aria-haspopup="dialog"
        aria-label={shortcut === undefined ? `${verb} ${alert.name}` : undefined}
        rightSection={shortcut !== undefined && <Key>{shortcut}</Key>}
        onClick={() => setOpen(true)}
      >
        {alert.acknowledgement ? "Withdraw…" : "Acknowledge…"}
      </Button>
      {isOpen && <AcknowledgeDialog alert={alert} close={() => setOpen(false)} />}
    </>
  );
}
