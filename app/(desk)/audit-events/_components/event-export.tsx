import { ExportDialog } from "@/app/_components/export-dialog";
import type { Count } from "@/app/_lib/count-text";
import type { AuditEventFilter, AuditEventItem } from "@/server/domain/audit-events/schema";
import { filterWords } from "./filter-words";

type Props = {
  filter: AuditEventFilter;
  count: Count | undefined;
  /** The events shown, which know the names behind the ids. */
  events: readonly AuditEventItem[];
  onClose: () => void;
};

/** Saves the events that match as a file. */
export function EventExport({ filter, events, ...props }: Props) {
  return (
    <ExportDialog
      path="/api/v1/audit-events"
      filter={filter}
      filters={filterWords(filter, events)}
      noun="audit event"
      csvUse="for spreadsheets"
      {...props}
    />
  );
}
