import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { AlertList } from "./_components/alert-list";
import { filterOf, loadListState, pageOf } from "./_components/list-state";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({ searchParams }: PageProps<"/alerts">) {
  const state = await loadListState(searchParams);
  const { queryClient, trpc } = await pageApi();
  const count = queryClient.query(trpc.alerts.count.queryOptions(filterOf(state)));
  const summary = queryClient.query(trpc.alerts.summary.queryOptions());
  const list = queryClient.query(trpc.alerts.list.queryOptions(pageOf(state)));
  await Promise.all([answerTo(list), inAMoment(Promise.all([count, summary]))]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AlertList />
    </HydrationBoundary>
  );
}
