import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Panel } from "@/app/_components/panel";
import { numberText } from "@/app/_lib/count-text";
import type { Narrowing } from "./found-in-import";
import classes from "./found-panel.module.css";

type Props<Item> = {
  title: string;
  note: string;
  actions?: ReactNode;
  items: readonly Item[];
  isFound: (item: Item, narrowing: Narrowing) => boolean;
  /** What the items are narrowed down by beside a text; the first is where one begins. */
  kinds: readonly { value: string; label: string }[];
  kindLabel: string;
  children: (items: readonly Item[]) => ReactNode;
};

/** More rows than these are drawn when somebody asks for them. */
const firstRows = 100;

const text = (count: number) => numberText({ count, isExact: true });

/** A panel of many things, which a text and a kind narrow down. */
export function FoundPanel<Item>({ title, note, actions, items, isFound, kinds, kindLabel, children }: Props<Item>) {
  const [narrowing, setNarrowing] = useState<Narrowing>({ text: "", kind: kinds[0]?.value ?? "" });
  const [areAllShown, setAllShown] = useState(false);
  const found = items.filter((item) => isFound(item, narrowing));
  const shown = areAllShown ? found : found.slice(0, firstRows);
  return (
    <Panel title={title} note={note} actions={actions}>
      <div className={classes.narrowing}>
        <TextInput
          type="search"
          aria-label={`Find in ${title.toLowerCase()}`}
          placeholder="Find"
          autoComplete="off"
          spellCheck={false}
          value={narrowing.text}
          onChange={({ currentTarget }) => setNarrowing({ ...narrowing, text: currentTarget.value })}
        />
        <NativeSelect
          aria-label={kindLabel}
          data={[...kinds]}
          value={narrowing.kind}
          onChange={({ currentTarget }) => setNarrowing({ ...narrowing, kind: currentTarget.value })}
        />
      </div>
      {found.length > 0 ? children(shown) : <p className={classes.none}>None is like this.</p>}
      <div className={classes.foot}>
        <p role="status">
          {text(shown.length)} of {text(items.length)} shown
        </p>
        {shown.length < found.length && (
          <Button variant="subtle" onClick={() => setAllShown(true)}>
            Show all {text(found.length)}
          </Button>
        )}
      </div>
    </Panel>
  );
}
