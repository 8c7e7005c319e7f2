import { Panel } from "@/app/_components/panel";
import panelTable from "@/app/_components/panel-table.module.css";
import table from "@/app/_components/table.module.css";
import type { UserImportResult } from "@/server/domain/users/schema";
import classes from "./user-import.module.css";

/** The users that an import would create. */
export function NewUsers({ users }: { users: UserImportResult["created"] }) {
  return (
    <Panel title="New" note="The links to choose a password come after.">
      <table className={`${table.table} ${panelTable.table} ${classes.users}`} aria-label="New users">
        <thead>
          <tr>
            <th scope="col">E-mail</th>
            <th scope="col">Name</th>
            <th scope="col" className={classes.role}>
              Role
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map(({ email, name, role }) => (
            <tr key={email}>
              <td className={`${classes.email} ${panelTable.whole}`}>{email}</td>
              <td>{name}</td>
              <td>{role}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
