import { Fragment } from "react";
import { BeforeAfter } from "@/app/_components/before-after";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import classes from "./event-detail.module.css";

/** The fields that an event changed, before and after. */
export function ChangedFields({ event: { before, after, reason } }: { event: AuditEventItem }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0 && reason === null) return null;
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>{before === null ? "What was set" : "What changed"}</h3>
      <dl className={classes.fields}>
        {names.map((name) => (
          <Fragment key={name}>
            <dt>{wordsOf(name)}</dt>
            <dd>
              <Change before={before?.[name]} after={after?.[name]} isNew={before === null} />
            </dd>
          </Fragment>
        ))}
        {reason !== null && (
          <>
            <dt>reason</dt>
            <dd>{reason}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Change({ before, after, isNew }: { before: unknown; after: unknown; isNew: boolean }) {
  if (isNew) return textOf(after);
  return <BeforeAfter before={textOf(before)} after={textOf(after)} />;
}

/** `sshPort` as "ssh port". */
function wordsOf(name: string): string {
  return name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return textOf(value.map(textOf).join(" "));
  const text = typeof value === "string" ? value : JSON.stringify(value ?? "");
  return text === "" || text === '""' ? "empty" : text;
}
