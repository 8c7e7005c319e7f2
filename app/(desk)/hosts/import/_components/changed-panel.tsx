import { countText, numberText } from "@/app/_lib/count-text";
import { wordsOf } from "@/app/_lib/field-text";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { ChangeRows } from "./change-rows";
import { fieldsOf, isFoundChange, newHosts } from "./found-in-import";
import { FoundPanel } from "./found-panel";

type Props = { title: string; result: Pick<HostImportResult, "changes" | "created" | "updated"> };

const number = (count: number) => numberText({ count, isExact: true });

/** The hosts that change, field by field, and those that are new. */
export function ChangedPanel({ title, result: { changes, created, updated } }: Props) {
  const total = created + updated;
  const hosts = countText({ count: total, isExact: true }, "host");
  const note = changes.length < total ? `${hosts}, the first ${number(changes.length)} here` : hosts;
  return (
    <FoundPanel
      title={title}
      note={note}
      items={changes}
      isFound={isFoundChange}
      kindLabel="Kind of change"
      kinds={[
        { value: "", label: "Any change" },
        ...(created > 0 && updated > 0 ? [{ value: newHosts, label: "New hosts" }] : []),
        ...fieldsOf(changes).map((field) => ({ value: field, label: wordsOf(field) })),
      ]}
    >
      {(found) => <ChangeRows changes={found} />}
    </FoundPanel>
  );
}
