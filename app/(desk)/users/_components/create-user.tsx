"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { LinkButton } from "@/app/_components/link-button";
import type { CreatedUser } from "@/server/domain/users/schema";
import classes from "./create-user.module.css";
import { CreateUserForm } from "./create-user-form";
import { PasswordLinkOnce } from "./password-link-once";

/** Creates a user, and then shows the link with which the user chooses a password. */
export function CreateUser() {
  const [created, setCreated] = useState<CreatedUser>();
  if (!created) {
    return (
      <div className={classes.body}>
        <CreateUserForm onCreated={setCreated} />
      </div>
    );
  }
  const { user, link } = created;
  return (
    <div className={classes.body}>
      <PasswordLinkOnce link={link} email={user.email} />
      <div className={classes.actions}>
        <Button variant="default" onClick={() => setCreated(undefined)}>
          Create another user
        </Button>
        <LinkButton href={`/users/${user.id}`}>Show the user</LinkButton>
      </div>
    </div>
  );
}
