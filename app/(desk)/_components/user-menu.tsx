"use client";

import { IconChevronDown } from "@tabler/icons-react";
import Link from "next/link";
import { may } from "@/app/_lib/may";
import { signOut } from "@/app/_lib/session";
import type { Permission } from "@/server/domain/permissions";
import { useProfile } from "./profile";
import { TopBarMenu } from "./top-bar-menu";
import classes from "./user-menu.module.css";

const links: readonly { href: string; label: string; permission: Permission }[] = [
  { href: "/account/sessions", label: "Sessions", permission: "sessions.read-own" },
  { href: "/account/api-tokens", label: "API tokens", permission: "api-tokens.manage-own" },
  { href: "/account/two-step", label: "Two-step sign-in", permission: "two-step.manage-own" },
  { href: "/password", label: "Change password", permission: "password.change" },
];

/** Who is signed in, with what one may do about oneself. */
export function UserMenu() {
  const profile = useProfile();
  const { email, name, role } = profile;
  const button = (
    <>
      <span className={classes.initials} aria-hidden>
        {email.slice(0, 2).toUpperCase()}
      </span>
      <span className={classes.email}>{email}</span>
      <span className={classes.role}>{role}</span>
      <IconChevronDown size={15} className={classes.chevron} aria-hidden />
    </>
  );
  return (
    <TopBarMenu label="Account" button={button}>
      <p className={classes.identity}>
        <strong>{name}</strong>
        <span>{email}</span>
        <span>Role: {role}</span>
      </p>
      {links
        .filter(({ permission }) => may(profile, permission))
        .map(({ href, label }) => (
          // A link that is followed leaves the menu open, which covers what it led to.
          <Link
            key={href}
            href={href}
            onClick={(event) => event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()}
          >
            {label}
          </Link>
        ))}
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </TopBarMenu>
  );
}
