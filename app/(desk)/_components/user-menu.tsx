"use client";

import { IconChevronDown } from "@tabler/icons-react";
import Link from "next/link";
import { may } from "@/app/_lib/may";
import { useOpenDialog } from "./desk-dialogs";
import { useLeave } from "./leave-guard";
import { ownPlaces } from "./navigation";
import { useProfile } from "./profile";
import { signOutOfDesk } from "./sign-out";
import { TopBarMenu } from "./top-bar-menu";
import classes from "./user-menu.module.css";

/** Who is signed in, with what one may do about oneself. */
export function UserMenu() {
  const profile = useProfile();
  const { email, name, role } = profile;
  const openDialog = useOpenDialog();
  const leave = useLeave();
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
      {ownPlaces
        .filter(({ permission }) => may(profile, permission))
        .map(({ href, label }) => (
          // A link that is followed leaves the menu open, which covers what it led to.
          <Link key={href} href={href} onClick={(event) => closeMenu(event.currentTarget)}>
            {label}
          </Link>
        ))}
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={(event) => {
          closeMenu(event.currentTarget);
          openDialog("shortcuts");
        }}
      >
        Keyboard shortcuts
      </button>
      <button type="button" onClick={() => leave(signOutOfDesk)}>
        Sign out
      </button>
    </TopBarMenu>
  );
}

const closeMenu = (entry: HTMLElement) => entry.closest<HTMLElement>("[popover]")?.hidePopover();
