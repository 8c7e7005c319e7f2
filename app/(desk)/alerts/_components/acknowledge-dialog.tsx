"use client";

import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import dialog from "@/app/_components/dialog.module.css";
import { ProblemNotice } from "@/app/_components/problem-notice";
import type { Alert } from "@/server/domain/alerts/schema";
import { numbers } from "@/server/domain/numbers";
import { useAcknowledgement } from "./use-acknowledgement";

/** Asks what is known of an alert before it is acknowledged, and once more before that is taken back. */
export function AcknowledgeDialog({ alert: current, close }: { alert: Alert; close: () => void }) {
  // What it asks stays the same while it is open, and while it closes.
  const [alert] = useState(current);
  const [note, setNote] = useState("");
  const { run, isPending, problem } = useAcknowledgement(alert);
  const { acknowledgement, name } = alert;
  const title = acknowledgement ? "Withdraw the acknowledgement?" : `Acknowledge ${name}?`;
  return (
    <Dialog title={title} onClose={close}>
      {(closeDialog) => (
        <form
          className={dialog.body}
          onSubmit={(event) => {
            event.preventDefault();
            run(note, closeDialog);
          }}
        >
          <p>
            {acknowledgement
              ? `${acknowledgement.acknowledgedBy} looks after ${name}. Without that, it counts as not looked after.`
              : "It still fires, and everybody sees that you look after it."}
          </p>
          {problem && <ProblemNotice problem={problem} />}
          {!acknowledgement && (
            <Textarea
              label="Note"
              description="What is known, or a ticket. May stay empty."
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              maxLength={numbers.alerts.maxNoteLength}
              autosize={false}
              rows={3}
              autoFocus
            />
          )}
          <div className={dialog.actions}>
            <Button variant="default" onClick={closeDialog}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} autoFocus={acknowledgement !== null}>
              {acknowledgement ? "Withdraw" : "Acknowledge"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
