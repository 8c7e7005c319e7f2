import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, pageApi } from "@/app/_lib/api";
import { Dashboard } from "./_components/dashboard";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const { queryClient, trpc } = await pageApi();
  await Promise.all([
    answerTo(queryClient.query(trpc.hosts.summary.queryOptions())),
    answerTo(queryClient.query(trpc.hosts.recentChanges.queryOptions())),
    answerTo(queryClient.query(trpc.alerts.summary.queryOptions())),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Dashboard />
    </HydrationBoundary>
  );
}
