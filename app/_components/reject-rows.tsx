import { numberText } from "@/app/_lib/count-text";
import panelTable from "./panel-table.module.css";
import classes from "./reject-rows.module.css";
import table from "./table.module.css";

export type Reject = { record: number; line: number; column: string; value: string; reason: string };

/** Faults, each with its place, its value and the rule that it breaks. */
export function RejectRows({ rejects }: { rejects: readonly Reject[] }) {
  return (
    <table className={`${table.table} ${panelTable.table} ${classes.rejects}`} aria-label="Rejected records">
      <thead>
        <tr>
          <th scope="col" className={classes.number}>
            Record
          </th>
          <th scope="col" className={`${classes.number} ${classes.line}`}>
            Line
          </th>
          <th scope="col" className={classes.column}>
            Column
          </th>
          <th scope="col">Value</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {rejects.map(({ record, line, column, value, reason }) => (
          <tr key={`${record} ${column}`}>
            <td className={classes.number}>{numberText({ count: record, isExact: true })}</td>
            <td className={`${classes.number} ${classes.line}`}>{numberText({ count: line, isExact: true })}</td>
            <td className={classes.column}>
              <code>{column}</code>
            </td>
            <td>{value === "" ? "empty" : <code className={classes.value}>{value}</code>}</td>
            <td className={classes.reason}>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
