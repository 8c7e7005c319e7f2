import { FieldChanges } from "@/app/_components/field-changes";
import { countText } from "@/app/_lib/count-text";
import classes from "./bulk-edit.module.css";
import type { HostChange } from "./bulk-values";

/** Every host that would change, field by field, before it is done. */
export function BulkPreview({ changes, of }: { changes: readonly HostChange[]; of: number }) {
  const left = of - changes.length;
  return (
    <section aria-labelledby="bulk-preview" className={classes.preview}>
      <h3 id="bulk-preview" className={classes.heading}>
        {changes.length === 0 ? "Nothing will change yet" : `${hostsText(changes.length)} will change`}
        {changes.length > 0 && left > 0 && (
          <span>
            , {left} {left === 1 ? "is" : "are"} so already
          </span>
        )}
      </h3>
      {changes.length > 0 && (
        // Long lists scroll, which the keyboard must be able to do.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
        <ul className={classes.changes} tabIndex={0} aria-labelledby="bulk-preview">
          {changes.map(({ host, before, after }) => (
            <li key={host.id} className={classes.change}>
              <strong>{host.hostname}</strong>
              <FieldChanges before={before} after={after} reason={null} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export const hostsText = (count: number) => countText({ count, isExact: true }, "host");
