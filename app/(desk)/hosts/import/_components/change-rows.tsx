import Link from "next/link";
import { FieldChanges } from "@/app/_components/field-changes";
import panelTable from "@/app/_components/panel-table.module.css";
import table from "@/app/_components/table.module.css";
import { hostPath } from "@/app/(desk)/hosts/_components/host-path";
import { Environment } from "@/app/(desk)/hosts/_components/marks";
import type { HostChange } from "@/server/domain/host-import/schema";
import classes from "./change-rows.module.css";

/** Hosts, each with its fields before and after; of a new one, what it is. */
export function ChangeRows({ changes }: { changes: readonly HostChange[] }) {
  return (
    <table className={`${table.table} ${panelTable.table} ${classes.changes}`} aria-label="Hosts that change">
      <thead>
        <tr>
          <th scope="col" className={classes.host}>
            Host
          </th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.record}>
            <td className={panelTable.whole}>
              <span className={classes.name}>
                <HostName change={change} />
                <Environment value={change.environment} />
              </span>
            </td>
            <td className={panelTable.whole}>
              {change.action === "created" ? (
                <NewHost fields={change.after} />
              ) : (
                <FieldChanges before={change.before} after={change.after} reason={null} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HostName({ change: { id, hostname } }: { change: HostChange }) {
  if (id === null) return <strong>{hostname}</strong>;
  return (
    <Link href={hostPath({ id }, "")} prefetch={false}>
      <strong>{hostname}</strong>
    </Link>
  );
}

function NewHost({ fields: { ip, os, criticality } }: { fields: HostChange["after"] }) {
  return (
    <>
      new: <code>{String(ip)}</code>, {String(os)}, {String(criticality)}
    </>
  );
}
