"use client";

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import dialog from "@/app/_components/dialog.module.css";
import { ProblemNotice } from "@/app/_components/problem-notice";
import type { ListState } from "@/app/(desk)/hosts/_components/list-state";
import type { Host } from "@/server/domain/hosts/schema";
import { useHostChange } from "./use-host-change";

const questions = {
  retire: {
    title: "Retire",
    label: "Retire host",
    text: "It stays in the register with its history, and its address may be given to another host. It can be brought back.",
  },
  bringBack: { title: "Bring back", label: "Bring back host", text: "It becomes active again." },
  delete: {
    title: "Delete",
    label: "Delete host",
    text: "It leaves the register for good. Only the audit log still knows of it. To keep its history here, retire it instead.",
  },
};

type Props = { kind: keyof typeof questions; host: Host; state: ListState; close: () => void };

/** Asks before a host is retired, brought back or deleted, and for what reason. In prod, deleting asks for the name. */
export function HostQuestion({ kind, host, state, close }: Props) {
  const { title, label, text } = questions[kind];
  const [reason, setReason] = useState("");
  const [confirmation, setConfirmation] = useState("");
  const isNameAsked = kind === "delete" && host.environment === "prod";
  const { change, isPending, problem } = useHostChange(kind, host, state);
  return (
    <Dialog title={`${title} ${host.hostname}?`} onClose={close}>
      {(closeDialog) => (
        <form
          className={dialog.body}
          onSubmit={(event) => {
            event.preventDefault();
            change({ reason, ...(isNameAsked && { confirmation }) }, closeDialog);
          }}
        >
          <p>{text}</p>
          {problem && <ProblemNotice problem={problem} />}
          {isNameAsked && (
            <TextInput
              label={`Type ${host.hostname} to delete it`}
              description={`It is a host of ${host.environment}.`}
              value={confirmation}
              onChange={(event) => setConfirmation(event.currentTarget.value)}
              required
              autoFocus
              autoComplete="off"
              spellCheck={false}
            />
          )}
          <TextInput
            label="Reason"
            description="For the audit log, such as a ticket. May stay empty."
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autoComplete="off"
            autoFocus={!isNameAsked}
          />
          <div className={dialog.actions}>
            <Button variant="default" onClick={closeDialog}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={isPending}
              disabled={isNameAsked && confirmation.trim().toLowerCase() !== host.hostname}
            >
              {label}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
