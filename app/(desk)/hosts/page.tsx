import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { HostList } from "./_components/host-list";
import { filterOf, loadListState, pageOf } from "./_components/list-state";

export const metadata: Metadata = { title: "Hosts" };

export default async function HostsPage({ searchParams }: PageProps<"/hosts">) {
  const state = await loadListState(searchParams);
  const { queryClient, trpc } = await pageApi();
  const count = queryClient.query(trpc.hosts.count.queryOptions(filterOf(state)));
  await Promise.all([answerTo(queryClient.query(trpc.hosts.list.queryOptions(pageOf(state)))), inAMoment(count)]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HostList />
    </HydrationBoundary>
  );
}
