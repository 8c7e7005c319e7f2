import { Fact, FactColumns, FactList } from "@/app/_components/facts";
import { Panel } from "@/app/_components/panel";
import { RelativeTime } from "@/app/_components/relative-time";
import { exactTime } from "@/app/_lib/time";
import { connectionNames } from "@/app/(desk)/hosts/_components/connection-names";
import { Criticality, Environment, OperatingSystem, Status, Tags } from "@/app/(desk)/hosts/_components/marks";
import type { Host } from "@/server/domain/hosts/schema";
import classes from "./host-panels.module.css";

/** All that is known of a host, with a button where people copy. */
export function HostFactsPanel({ host }: { host: Host }) {
  return (
    <Panel
      title="Facts"
      note={
        <>
          version {host.version}, changed <RelativeTime at={host.updatedAt} exactSide="after" />
        </>
      }
    >
      <HostFacts host={host} />
      <dl className={classes.notes}>
        <dt>Notes</dt>
        <dd>{host.notes ?? "none"}</dd>
      </dl>
    </Panel>
  );
}

/** The short fields of a host, in two columns; one on a phone. */
function HostFacts({ host }: { host: Host }) {
  return (
    <FactColumns>
      <FactList>
        <Fact name="Hostname" value={<code>{host.hostname}</code>} copies={host.hostname} />
        <Fact name="IP" value={<code>{host.ip}</code>} copies={host.ip} />
        <Fact name="FQDN" value={host.fqdn && <code>{host.fqdn}</code>} copies={host.fqdn} />
        <Fact name="OS" value={<OperatingSystem value={host.os} />} />
        <Fact name="Connection" value={connectionNames[host.connectionMethod]} />
        <Fact name="SSH" value={<code>{sshText(host)}</code>} copies={host.sshUser} />
        <Fact
          name="Bastion"
          value={host.bastionHost && <code>{bastionText(host)}</code>}
          copies={host.bastionHost && bastionText(host)}
        />
        <Fact
          name="SSH template"
          value={host.sshTemplate && <code>{host.sshTemplate}</code>}
          copies={host.sshTemplate}
        />
      </FactList>
      <FactList>
        <Fact name="Environment" value={<Environment value={host.environment} />} />
        <Fact name="Criticality" value={<Criticality value={host.criticality} />} />
        <Fact name="Status" value={<Status value={host.status} />} />
        <Fact name="Team" value={host.team} />
        <Fact name="Owner" value={host.owner} />
        <Fact name="Tags" value={host.tags.length > 0 && <Tags tags={host.tags} />} />
        <Fact
          name="Last seen"
          value={host.lastSeenAt ? <RelativeTime at={host.lastSeenAt} exactSide="after" /> : "never"}
        />
        <Fact name="Registered" value={exactTime(host.createdAt)} />
      </FactList>
    </FactColumns>
  );
}

function sshText({ sshUser, sshPort }: Host): string {
  return sshUser === null ? `port ${sshPort}` : `${sshUser}, port ${sshPort}`;
}

function bastionText({ bastionHost, bastionPort }: Host): string {
  if (bastionPort === null) return bastionHost ?? "";
  return bastionHost?.includes(":") ? `[${bastionHost}]:${bastionPort}` : `${bastionHost ?? ""}:${bastionPort}`;
}
