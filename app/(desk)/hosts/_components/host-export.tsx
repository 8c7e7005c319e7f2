import { ExportDialog } from "@/app/_components/export-dialog";
import type { Count } from "@/app/_lib/count-text";
import type { HostFilter } from "@/server/domain/hosts/schema";
import { filterWords } from "./filter-words";

type Props = { filter: HostFilter; count: Count | undefined; onClose: () => void };

/** Saves the hosts that match as a file. */
export function HostExport({ filter, ...props }: Props) {
  return (
    <ExportDialog
      path="/api/v1/hosts"
      filter={filter}
      filters={filterWords(filter)}
      noun="host"
      csvUse="for spreadsheets; an import takes it back"
      {...props}
    />
  );
}
