import Link from "next/link";
import { RelativeTime } from "@/app/_components/relative-time";
import type { User } from "@/server/domain/users/schema";
import { UserStatus } from "./user-status";
import classes from "./user-table.module.css";

/** A user in one line. On a phone name and role stand below the address, and most other cells are gone. */
export function UserRow({ user }: { user: User }) {
  return (
    <tr>
      <td className={classes.email}>
        <Link href={`/users/${user.id}`} prefetch={false} className={classes.link}>
          {user.email}
        </Link>
        <span className={classes.onPhone}>
          {user.name} · {user.role}
        </span>
      </td>
      <td className={classes.name}>{user.name}</td>
      <td className={classes.role}>{user.role}</td>
      <td className={classes.status}>
        <UserStatus value={user.status} />
      </td>
      <td className={classes.twoStep}>{user.hasTwoStep ? "on" : "off"}</td>
      <td className={classes.seen}>{user.lastSeenAt === null ? "never" : <RelativeTime at={user.lastSeenAt} />}</td>
      <td className={classes.created}>
        <RelativeTime at={user.createdAt} />
      </td>
    </tr>
  );
}
