"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { Copy } from "@/app/_components/copy";
import { DetailHeader } from "@/app/_components/detail-header";
import { LinkButton } from "@/app/_components/link-button";
import { Panel } from "@/app/_components/panel";
import { RelativeTime } from "@/app/_components/relative-time";
import { useCan } from "@/app/(desk)/_components/profile";
import classes from "./host-detail.module.css";
import { HostFacts } from "./host-facts";
import { Criticality, Environment, Status } from "./marks";

/** One host: which, how bad, and all that is known of it. */
export function HostDetail({ id }: { id: string }) {
  const api = useApi();
  const { data: host } = useSuspenseQuery(api.hosts.get.queryOptions({ id }));
  const canReadAudit = useCan("audit-events.read");
  return (
    <>
      <DetailHeader
        list={{ href: "/hosts", label: "Hosts" }}
        name={host.hostname}
        actions={
          canReadAudit && (
            <LinkButton href={`/audit-events?subjectType=host&subjectId=${host.id}`}>Audit events</LinkButton>
          )
        }
      >
        <Copy value={host.hostname} what="hostname" />
        <Environment value={host.environment} />
        <Criticality value={host.criticality} />
        <Status value={host.status} />
      </DetailHeader>
      <div className={classes.panels}>
        <Panel
          title="Facts"
          note={
            <>
              version {host.version}, changed <RelativeTime at={host.updatedAt} exactSide="after" />
            </>
          }
        >
          <HostFacts host={host} />
        </Panel>
      </div>
    </>
  );
}
