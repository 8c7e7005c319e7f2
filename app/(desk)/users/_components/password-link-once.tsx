"use client";

import { ShownOnce } from "@/app/_components/shown-once";
import { exactTime } from "@/app/_lib/time";
import { numbers } from "@/server/domain/numbers";
import type { PasswordLink } from "@/server/domain/users/schema";
import { linkUrl } from "./link-url";

/** The link that a user needs to choose a password, for the admin to hand over. */
export function PasswordLinkOnce({ link, email }: { link: PasswordLink; email: string }) {
  return (
    <ShownOnce title={`Link for ${email}`} value={linkUrl(link)} copyLabel="Copy link">
      Hand it to the user, who chooses a password with it. It works once and is good for {numbers.passwords.linkHours}{" "}
      h, until {exactTime(link.expiresAt)}. Whoever has it can take the account.
    </ShownOnce>
  );
}
