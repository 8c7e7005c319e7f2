import { FieldChanges } from "@/app/_components/field-changes";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import classes from "./event-detail.module.css";

/** The fields that an event changed, before and after, and why. */
export function ChangedFields({ event: { before, after, reason } }: { event: AuditEventItem }) {
  if (before === null && after === null && reason === null) return null;
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>{before === null ? "What was set" : "What changed"}</h3>
      <FieldChanges before={before} after={after} reason={reason} />
    </section>
  );
}
