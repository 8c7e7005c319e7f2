import { RejectRows } from "@/app/_components/reject-rows";
import { countText, numberText } from "@/app/_lib/count-text";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { columnsOf, isFoundReject } from "./found-in-import";
import { FoundPanel } from "./found-panel";
import type { Source } from "./import-source";
import { RejectsDownload } from "./rejects-download";

type Props = { source: Source; result: Pick<HostImportResult, "rejected" | "rejectedCount"> };

/** The records that are left out, each fault with its place, its value and the rule that it breaks. */
export function RejectedPanel({ source, result: { rejected, rejectedCount } }: Props) {
  const listedCount = new Set(rejected.map(({ record }) => record)).size;
  const records = countText({ count: rejectedCount, isExact: true }, "record");
  const advice = "mend them and import again";
  const first = `the first ${numberText({ count: listedCount, isExact: true })} here, all of them in the CSV`;
  return (
    <FoundPanel
      title="Rejected"
      note={`${records}: ${listedCount < rejectedCount ? first : advice}`}
      actions={<RejectsDownload source={source} />}
      items={rejected}
      isFound={isFoundReject}
      kindLabel="Column"
      kinds={[
        { value: "", label: "Any column" },
        ...columnsOf(rejected).map((column) => ({ value: column, label: column || "whole record" })),
      ]}
    >
      {(rejects) => <RejectRows rejects={rejects} />}
    </FoundPanel>
  );
}
