import { countText } from "@/app/_lib/count-text";
import { Panel } from "./panel";
import { type Reject, RejectRows } from "./reject-rows";

type Props = { rejects: readonly Reject[]; recordCount: number };

/** The records that were left out, each fault with its place, its value and the rule that it breaks. */
export function RejectTable({ rejects, recordCount }: Props) {
  const isCut = new Set(rejects.map(({ record }) => record)).size < recordCount;
  const records = countText({ count: recordCount, isExact: true }, "record");
  const note = isCut ? `${records}, of which the first are listed` : `${records}: mend them and import the file again`;
  return (
    <Panel title="Rejected" note={note}>
      <RejectRows rejects={rejects} />
    </Panel>
  );
}
