import { Fact, FactColumns, FactList } from "@/app/_components/facts";
import { Panel } from "@/app/_components/panel";
import { RelativeTime } from "@/app/_components/relative-time";
import { exactTime } from "@/app/_lib/time";
import type { User } from "@/server/domain/users/schema";

/** What is known of a user. */
export function UserFacts({ user }: { user: User }) {
  const note = (
    <>
      version {user.version}, changed <RelativeTime at={user.updatedAt} exactSide="after" />
    </>
  );
  return (
    <Panel title="Facts" note={note}>
      <FactColumns>
        <FactList>
          <Fact name="Name" value={user.name} />
          <Fact name="Role" value={user.role} />
          <Fact name="Two-step" value={user.hasTwoStep ? "on" : "off"} />
          <Fact name="Last seen" value={user.lastSeenAt ? exactTime(user.lastSeenAt) : "never"} />
          <Fact name="Created" value={exactTime(user.createdAt)} />
        </FactList>
      </FactColumns>
    </Panel>
  );
}
