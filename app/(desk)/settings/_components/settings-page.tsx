"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { LinkButton } from "@/app/_components/link-button";
import { PageHeader } from "@/app/_components/page-header";
import { useCan } from "@/app/(desk)/_components/profile";
import classes from "./settings-page.module.css";
import { TwoStepRolesForm } from "./two-step-roles-form";

/** What an admin sets while OpsDesk runs. */
export function SettingsPage() {
  const api = useApi();
  // Each reading is an event of the audit log, so the browser does not read them again by itself.
  const { data: settings } = useSuspenseQuery(
    api.settings.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const canReadAudit = useCan("audit-events.read");
  return (
    <>
      <PageHeader
        title="Settings"
        actions={canReadAudit && <LinkButton href="/audit-events?action=settings.updated">Audit events</LinkButton>}
      />
      <div className={classes.body}>
        <TwoStepRolesForm settings={settings} />
      </div>
    </>
  );
}
