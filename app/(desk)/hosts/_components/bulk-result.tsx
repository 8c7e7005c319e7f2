"use client";

import { Button } from "@mantine/core";
import dialog from "@/app/_components/dialog.module.css";
import { LinkButton } from "@/app/_components/link-button";
import { Notice } from "@/app/_components/notice";
import { useCan } from "@/app/(desk)/_components/profile";
import type { EditedHosts } from "@/server/domain/hosts/schema";
import { hostsText } from "./bulk-preview";

/** What a change of several hosts did. */
export function BulkResult({
  result: { updated, unchanged, batchId },
  close,
}: {
  result: EditedHosts;
  close: () => void;
}) {
  const canReadAudit = useCan("audit-events.read");
  return (
    <div className={dialog.body}>
      <Notice tone="proven" title={`${hostsText(updated)} changed`}>
        {unchanged > 0 && `${hostsText(unchanged)} ${unchanged === 1 ? "was" : "were"} so already.`}
      </Notice>
      <div className={dialog.actions}>
        {canReadAudit && updated > 0 && (
          <LinkButton href={`/audit-events?batchId=${batchId}`}>Show the events of this change</LinkButton>
        )}
        <Button onClick={close} autoFocus>
          Close
        </Button>
      </div>
    </div>
  );
}
