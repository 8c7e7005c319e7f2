import { Fact, FactColumns, FactList } from "@/app/_components/facts";
import { exactTime } from "@/app/_lib/time";
import type { Host } from "@/server/domain/hosts/schema";
import { connectionNames } from "./connection-names";
import classes from "./host-detail.module.css";
import { OperatingSystem, Tags } from "./marks";

/** All fields of a host that its header does not tell, in two columns; one on a phone. */
export function HostFacts({ host }: { host: Host }) {
  return (
    <FactColumns>
      <FactList>
        <Fact name="IP" value={<code>{host.ip}</code>} copies={host.ip} />
        <Fact name="FQDN" value={host.fqdn && <code>{host.fqdn}</code>} copies={host.fqdn} />
        <Fact name="OS" value={<OperatingSystem value={host.os} />} />
        <Fact name="Connection" value={connectionNames[host.connectionMethod]} />
        <Fact name="SSH" value={<code>{sshText(host)}</code>} />
        <Fact name="Bastion" value={host.bastionHost && <code>{bastionText(host)}</code>} />
        <Fact name="SSH template" value={host.sshTemplate && <code>{host.sshTemplate}</code>} />
      </FactList>
      <FactList>
        <Fact name="Team" value={host.team} />
        <Fact name="Owner" value={host.owner} />
        <Fact name="Tags" value={host.tags.length > 0 && <Tags tags={host.tags} />} />
        <Fact name="Last seen" value={host.lastSeenAt ? exactTime(host.lastSeenAt) : "never"} />
        <Fact name="Registered" value={exactTime(host.createdAt)} />
        <Fact name="Changed" value={exactTime(host.updatedAt)} />
        <Fact name="Notes" value={host.notes && <span className={classes.notes}>{host.notes}</span>} />
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
