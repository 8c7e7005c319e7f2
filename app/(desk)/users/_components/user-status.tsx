import { StateMark } from "@/app/_components/state-mark";
import type { UserStatus as Status } from "@/server/domain/users/schema";

const marks = {
  active: { shape: "dot", tone: "proven" },
  invited: { shape: "ring", tone: "warning" },
  deactivated: { shape: "struck", tone: "quiet" },
} as const;

export function UserStatus({ value }: { value: Status }) {
  return <StateMark {...marks[value]}>{value}</StateMark>;
}
