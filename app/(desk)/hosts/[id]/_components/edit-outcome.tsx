import { Notice } from "@/app/_components/notice";
import { wordsOf } from "@/app/_lib/field-text";

const list = new Intl.ListFormat("en");

/** Says that an edit is saved, and what others changed while it was typed. */
export function EditOutcome({ changedByOthers }: { changedByOthers: readonly string[] }) {
  if (changedByOthers.length === 0) return <Notice tone="proven" title="Saved" />;
  return (
    <Notice tone="proven" title="Saved, together with what somebody else changed meanwhile">
      Changed by somebody else while you typed: {list.format(changedByOthers.map(wordsOf))}.
    </Notice>
  );
}
