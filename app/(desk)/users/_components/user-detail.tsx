"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { Copy } from "@/app/_components/copy";
import { DetailHeader } from "@/app/_components/detail-header";
import { LinkButton } from "@/app/_components/link-button";
import { useCan } from "@/app/(desk)/_components/profile";
import { EditUser } from "./edit-user";
import { UserAccess } from "./user-access";
import { UserApiTokens } from "./user-api-tokens";
import classes from "./user-detail.module.css";
import { UserFacts } from "./user-facts";
import { UserSessions } from "./user-sessions";
import { UserStatus } from "./user-status";

/** One user: who it is, what may be changed, and from where the account is used. */
export function UserDetail({ id }: { id: string }) {
  const api = useApi();
  const { data: user } = useSuspenseQuery(api.users.get.queryOptions({ id }));
  const canReadAudit = useCan("audit-events.read");
  const canWrite = useCan("users.write");
  return (
    <>
      <DetailHeader
        list={{ href: "/users", label: "Users" }}
        name={user.email}
        actions={
          canReadAudit && (
            <>
              <LinkButton href={`/audit-events?actor=${id}`}>What this user did</LinkButton>
              <LinkButton href={`/audit-events?subjectType=user&subjectId=${id}`}>Audit events</LinkButton>
            </>
          )
        }
      >
        <Copy value={user.email} what="e-mail address" />
        <span>{user.role}</span>
        <UserStatus value={user.status} />
      </DetailHeader>
      <div className={classes.columns}>
        <div className={classes.column}>
          <UserFacts user={user} />
          {canWrite && <EditUser user={user} />}
          {canWrite && <UserAccess user={user} />}
        </div>
        <div className={classes.column}>
          <UserSessions user={user} />
          <UserApiTokens user={user} />
        </div>
      </div>
    </>
  );
}
