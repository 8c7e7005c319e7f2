import { numberText } from "@/app/_lib/count-text";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { ChangedPanel } from "./changed-panel";
import { ImportPanels } from "./import-panels";
import type { Source } from "./import-source";
import { RejectedPanel } from "./rejected-panel";

type Props = { source: Source; result: HostImportResult; changesTitle: string };

const named = (name: string, count: number) => `${name} ${numberText({ count, isExact: true })}`;

/** What is wrong in a file beside what changes by it, as far as there is any. */
export function ImportParts({ source, result, changesTitle }: Props) {
  const { created, updated, rejectedCount } = result;
  const rejected = {
    name: named("Rejected", rejectedCount),
    panel: <RejectedPanel source={source} result={result} />,
  };
  const changed = {
    name: named(changesTitle, created + updated),
    panel: <ChangedPanel title={changesTitle} result={result} />,
  };
  const parts = [...(rejectedCount > 0 ? [rejected] : []), ...(created + updated > 0 ? [changed] : [])];
  return <ImportPanels parts={parts} />;
}
