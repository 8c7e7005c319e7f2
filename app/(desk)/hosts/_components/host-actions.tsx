"use client";

import { IconPlus, IconUpload } from "@tabler/icons-react";
import { LinkButton } from "@/app/_components/link-button";
import { useCan } from "@/app/(desk)/_components/profile";
import classes from "./host-actions.module.css";

/** What brings hosts in, for those who may. Beside a title, a phone has room for the icons alone. */
export function HostActions({ isBesideTitle = false }: { isBesideTitle?: boolean }) {
  if (!useCan("hosts.write")) return null;
  const className = isBesideTitle ? (classes.short ?? "") : "";
  return (
    <>
      <LinkButton href="/hosts/import" className={className} leftSection={<IconUpload size={16} aria-hidden />}>
        Import…
      </LinkButton>
      <LinkButton
        href="/hosts/new"
        className={className}
        variant="filled"
        leftSection={<IconPlus size={16} aria-hidden />}
      >
        Register host
      </LinkButton>
    </>
  );
}
