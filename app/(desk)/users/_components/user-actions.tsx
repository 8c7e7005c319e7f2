"use client";

import { IconPlus, IconUpload } from "@tabler/icons-react";
import { LinkButton } from "@/app/_components/link-button";
import { useCan } from "@/app/(desk)/_components/profile";

/** What brings users in, for those who may. */
export function UserActions() {
  if (!useCan("users.write")) return null;
  return (
    <>
      <LinkButton href="/users/import" leftSection={<IconUpload size={16} aria-hidden />}>
        Import…
      </LinkButton>
      <LinkButton href="/users/new" variant="filled" leftSection={<IconPlus size={16} aria-hidden />}>
        Create user
      </LinkButton>
    </>
  );
}
