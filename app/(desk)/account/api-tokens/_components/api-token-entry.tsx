"use client";

import { useNow } from "@/app/_components/clock";
import { ConfirmButton } from "@/app/_components/confirm-button";
import { Entry } from "@/app/_components/entry-list";
import { RelativeTime } from "@/app/_components/relative-time";
import { StateMark } from "@/app/_components/state-mark";
import { exactTime } from "@/app/_lib/time";
import type { ApiToken } from "@/server/domain/api-tokens/schema";

type Props = { apiToken: ApiToken; revoke?: (id: string) => Promise<unknown> };

/** A token: what it is for, what it may do, and when it was used. */
export function ApiTokenEntry({ apiToken, revoke }: Props) {
  const { id, name, role, scopes, expiresAt, lastUsedAt, lastUsedIp, revokedAt } = apiToken;
  const isExpired = Date.parse(expiresAt) <= useNow();
  const isGood = revokedAt === null && !isExpired;
  return (
    <Entry
      name={name}
      marks={<State isRevoked={revokedAt !== null} isExpired={isExpired} />}
      actions={
        isGood &&
        revoke && (
          <ConfirmButton
            label="Revoke…"
            accessibleLabel={`Revoke ${name}…`}
            title={`Revoke the token ${name}?`}
            confirmLabel="Revoke"
            run={() => revoke(id)}
          >
            <p>Scripts that use it are refused from now on. A revoked token never works again.</p>
          </ConfirmButton>
        )
      }
    >
      <li>{role}</li>
      <li>
        <code>{scopes.join(" ")}</code>
      </li>
      <li>{revokedAt === null ? `expires ${exactTime(expiresAt)}` : `revoked ${exactTime(revokedAt)}`}</li>
      {lastUsedAt === null ? (
        <li>never used</li>
      ) : (
        <li>
          last used <RelativeTime at={lastUsedAt} exactSide="after" /> from <code>{lastUsedIp ?? "no address"}</code>
        </li>
      )}
    </Entry>
  );
}

function State({ isRevoked, isExpired }: { isRevoked: boolean; isExpired: boolean }) {
  if (isRevoked) {
    return (
      <StateMark shape="struck" tone="quiet">
        revoked
      </StateMark>
    );
  }
  return (
    <StateMark shape={isExpired ? "ring" : "dot"} tone={isExpired ? "warning" : "proven"}>
      {isExpired ? "expired" : "good"}
    </StateMark>
  );
}
