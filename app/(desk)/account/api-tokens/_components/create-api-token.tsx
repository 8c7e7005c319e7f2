"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { LinkButton } from "@/app/_components/link-button";
import { ShownOnce } from "@/app/_components/shown-once";
import { exactTime } from "@/app/_lib/time";
import page from "@/app/(desk)/account/_components/account-page.module.css";
import type { CreatedApiToken } from "@/server/domain/api-tokens/schema";
import { ApiTokenForm } from "./api-token-form";

/** Makes a token, and then shows it, once. */
export function CreateApiToken() {
  const [created, setCreated] = useState<CreatedApiToken>();
  if (!created) {
    return (
      <div className={page.body}>
        <ApiTokenForm onCreated={setCreated} />
      </div>
    );
  }
  const { apiToken, token } = created;
  const actions = (
    <>
      <Button variant="default" onClick={() => setCreated(undefined)}>
        Make another
      </Button>
      <LinkButton href="/account/api-tokens">Show my tokens</LinkButton>
    </>
  );
  return (
    <div className={page.body}>
      <ShownOnce title={`Token ${apiToken.name}`} value={token} copyLabel="Copy token" actions={actions}>
        Scripts send it as <code>Authorization: Bearer</code>. It is good until {exactTime(apiToken.expiresAt)}. Whoever
        has it can do what it may.
      </ShownOnce>
    </div>
  );
}
