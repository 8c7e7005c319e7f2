import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { HostList } from "./_components/host-list";
import { filterOf, loadListState, pageOf } from "./_components/list-state";

export const metadata: Metadata = { title: "Hosts" };

export default async function HostsPage({ searchParams }: PageProps<"/hosts">) {
  const state = await loadListState(searchParams);
  const { queryClient, trpc } = await pageApi();
  const list = queryClient.query(trpc.hosts.list.queryOptions(pageOf(state)));
  const counts = [filterOf(state), {}].map((filter) => queryClient.query(trpc.hosts.count.queryOptions(filter)));
  await Promise.all([answerTo(list), ...counts.map(inAMoment)]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HostList />
    </HydrationBoundary>
  );
}
