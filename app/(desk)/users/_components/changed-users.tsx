import { BeforeAfter } from "@/app/_components/before-after";
import { Panel } from "@/app/_components/panel";
import panelTable from "@/app/_components/panel-table.module.css";
import table from "@/app/_components/table.module.css";
import type { UserImportResult } from "@/server/domain/users/schema";
import classes from "./user-import.module.css";

/** The users that an import changes, each field before and after. */
export function ChangedUsers({ users }: { users: UserImportResult["updated"] }) {
  return (
    <Panel title="Changed" note="Another role ends the user's sessions.">
      <table className={`${table.table} ${panelTable.table} ${classes.users}`} aria-label="Changed users">
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
          {users.map(({ email, before, after }) => (
            <tr key={email}>
              <td className={`${classes.email} ${panelTable.whole}`}>{email}</td>
              <td>
                <Field before={before.name} after={after.name} />
              </td>
              <td>
                <Field before={before.role} after={after.role} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Field({ before, after }: { before: string; after: string }) {
  return before === after ? after : <BeforeAfter before={before} after={after} />;
}
