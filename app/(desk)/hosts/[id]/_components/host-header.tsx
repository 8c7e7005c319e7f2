import { useQueryStates } from "nuqs";
import { Copy } from "@/app/_components/copy";
import { DetailHeader } from "@/app/_components/detail-header";
import { listQuery, listState } from "@/app/(desk)/hosts/_components/list-state";
import { Criticality, Environment, Status } from "@/app/(desk)/hosts/_components/marks";
import type { Host } from "@/server/domain/hosts/schema";
import { HostTools } from "./host-tools";
import { Neighbours } from "./neighbours";

/** Which host, how bad, and what can be done. Leads back to the list that one came from, as it was. */
export function HostHeader({ host, edit }: { host: Host; edit: (() => void) | undefined }) {
  const [state] = useQueryStates(listState);
  return (
    <DetailHeader
      list={{ href: `/hosts${listQuery(state)}`, label: "Hosts" }}
      name={host.hostname}
      actions={
        <>
          <Neighbours id={host.id} state={state} />
          <HostTools host={host} state={state} edit={edit} />
        </>
      }
    >
      <Copy value={host.hostname} what="hostname" />
      <Environment value={host.environment} />
      <Criticality value={host.criticality} />
      <Status value={host.status} />
    </DetailHeader>
  );
}
