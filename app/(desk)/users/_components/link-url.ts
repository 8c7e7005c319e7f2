import type { PasswordLink } from "@/server/domain/users/schema";

/** The whole address of a link, for the origin at which the admin found the desk. Only for the browser. */
export function linkUrl({ path }: PasswordLink): string {
  return new URL(path, window.location.origin).href;
}
