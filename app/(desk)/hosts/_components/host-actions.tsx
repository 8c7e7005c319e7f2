"use client";

import { IconPlus, IconUpload } from "@tabler/icons-react";
import { LinkButton } from "@/app/_components/link-button";
import { useCan } from "@/app/(desk)/_components/profile";

/** What brings hosts in, for those who may. */
export function HostActions() {
  if (!useCan("hosts.write")) return null;
  return (
    <>
      <LinkButton href="/hosts/import" leftSection={<IconUpload size={16} aria-hidden />}>
        Import…
      </LinkButton>
      <LinkButton href="/hosts/new" variant="filled" leftSection={<IconPlus size={16} aria-hidden />}>
        Register host
      </LinkButton>
    </>
  );
}
