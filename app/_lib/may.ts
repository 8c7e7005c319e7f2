import { can, type Permission } from "@/server/domain/permissions";
import type { Profile } from "@/server/domain/users/schema";

/** Whether somebody who is signed in may do what a permission stands for. The API decides in the end. */
export function may({ role, duty }: Profile, permission: Permission): boolean {
  return can({ role, duty: duty ?? undefined }, permission);
}
