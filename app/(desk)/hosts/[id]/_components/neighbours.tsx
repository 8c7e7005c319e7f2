import { ActionIcon } from "@mantine/core";
import { type Icon, IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useApi } from "@/app/_components/api-provider";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { useNavigate } from "@/app/(desk)/_components/leave-guard";
import { hostPath } from "@/app/(desk)/hosts/_components/host-path";
import { filterOf, type ListState, listQuery } from "@/app/(desk)/hosts/_components/list-state";
import type { Neighbours as Beside } from "@/server/domain/hosts/schema";
import classes from "./neighbours.module.css";

/** Up and down the list that one came from, also by `k` and `j`. */
export function Neighbours({ id, state }: { id: string; state: ListState }) {
  const api = useApi();
  const navigate = useNavigate();
  const { data } = useQuery(api.hosts.neighbours.queryOptions({ id, sort: state.sort, ...filterOf(state) }));
  const pathOf = (host: Beside["next"] | undefined) => host && hostPath(host, listQuery(state));
  const [previous, next] = [pathOf(data?.previous), pathOf(data?.next)];
  useShortcuts({ ...(previous && { k: () => navigate(previous) }), ...(next && { j: () => navigate(next) }) });
  return (
    <div className={classes.neighbours}>
      <Step label="Previous host" host={data?.previous} path={previous} icon={IconChevronUp} />
      <Step label="Next host" host={data?.next} path={next} icon={IconChevronDown} />
    </div>
  );
}

type StepProps = { label: string; host: Beside["next"] | undefined; path: string | null | undefined; icon: Icon };

function Step({ label, host, path, icon: Icon }: StepProps) {
  const icon = <Icon size={18} stroke={1.75} aria-hidden />;
  if (!host || !path) {
    return (
      <ActionIcon size={32} disabled aria-label={label}>
        {icon}
      </ActionIcon>
    );
  }
  return (
    <ActionIcon component={Link} href={path} size={32} aria-label={`${label}, ${host.hostname}`} title={host.hostname}>
      {icon}
    </ActionIcon>
  );
}
