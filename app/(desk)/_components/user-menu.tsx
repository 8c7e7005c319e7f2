"use client";

import { IconChevronDown } from "@tabler/icons-react";
import Link from "next/link";
import { signOut } from "@/app/_lib/session";
import { useProfile } from "./profile";
import { TopBarMenu } from "./top-bar-menu";
import classes from "./user-menu.module.css";

/** Who is signed in, with what one may do about oneself. */
export function UserMenu() {
  const { email, name, role } = useProfile();
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
      <Link href="/password">Change password</Link>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </TopBarMenu>
  );
}
