import { RelativeTime } from "@/app/_components/relative-time";
import type { Host } from "@/server/domain/hosts/schema";
import type { ColumnName } from "./columns";
import { connectionNames } from "./connection-names";
import { Criticality, Environment, OperatingSystem, Status, Tags } from "./marks";

/** What each column says of a host. The hostname's is the row's own: it leads to the host. */
const contents: Record<Exclude<ColumnName, "hostname">, (host: Host) => React.ReactNode> = {
  fqdn: ({ fqdn }) => fqdn && <code>{fqdn}</code>,
  ip: ({ ip }) => <code>{ip}</code>,
  environment: ({ environment }) => <Environment value={environment} />,
  criticality: ({ criticality }) => <Criticality value={criticality} />,
  os: ({ os }) => <OperatingSystem value={os} />,
  team: ({ team }) => team,
  owner: ({ owner }) => owner,
  tags: ({ tags }) => <Tags tags={tags} />,
  status: ({ status }) => <Status value={status} />,
  connection: ({ connectionMethod }) => connectionNames[connectionMethod],
  lastSeen: ({ lastSeenAt }) => (lastSeenAt === null ? "never" : <RelativeTime at={lastSeenAt} />),
  registered: ({ createdAt }) => <RelativeTime at={createdAt} />,
  changed: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
};

export const contentOf = (name: Exclude<ColumnName, "hostname">, host: Host) => contents[name](host);
