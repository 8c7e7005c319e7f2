import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { EventList } from "./_components/event-list";
import { filterOf, loadListState, pageOf } from "./_components/list-state";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditEventsPage({ searchParams }: PageProps<"/audit-events">) {
  const state = await loadListState(searchParams);
  const { queryClient, trpc } = await pageApi();
  const count = queryClient.query(trpc.auditEvents.count.queryOptions(filterOf(state)));
  await Promise.all([answerTo(queryClient.query(trpc.auditEvents.list.queryOptions(pageOf(state)))), inAMoment(count)]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EventList />
    </HydrationBoundary>
  );
}
