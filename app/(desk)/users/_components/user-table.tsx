"use client";

import { SortableHeader } from "@/app/_components/sortable-header";
import table from "@/app/_components/table.module.css";
import type { User } from "@/server/domain/users/schema";
import { columns } from "./columns";
import type { UserOrder } from "./list-state";
import { UserRow } from "./user-row";
import classes from "./user-table.module.css";

type Props = { users: readonly User[]; order: UserOrder; sortBy: (order: UserOrder) => void; isBusy: boolean };

/** A page of users, one line each; two lines on a phone. */
export function UserTable({ users, order, sortBy, isBusy }: Props) {
  return (
    <table className={`${table.table} ${classes.users}`} aria-label="Users" aria-busy={isBusy}>
      <thead>
        <tr>
          {columns.map(({ name, label, sort }) => (
            <SortableHeader
              key={name}
              className={classes[name]}
              label={label}
              sort={sort}
              order={order}
              sortBy={sortBy}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </tbody>
    </table>
  );
}
