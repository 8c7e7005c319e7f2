import type { Role } from "@/db/enums";
import { numbers } from "@/server/domain/numbers";
import type { UserStatus } from "./schema";

/** Whether somebody can sign in as an admin now. Whoever was invited cannot yet, so an invitation saves no desk from having none. */
export const isActiveAdmin = ({ role, status }: { role: Role; status: UserStatus }): boolean =>
  role === "admin" && status === "active";

/** Until when a link that is made now is good. */
export const linkExpiry = (now: Date): string =>
  new Date(now.getTime() + numbers.passwords.linkHours * 3_600_000).toISOString();

/** Where a link leads. What is after the `#` stays in the browser, so no log along the way has it. */
export const linkPath = (secret: string): string => `/set-password#${secret}`;
