import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, pageApi } from "@/app/_lib/api";
import { pageInput } from "@/app/_lib/page-input";
import { OwnSessions } from "./_components/own-sessions";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const { queryClient, trpc } = await pageApi();
  await answerTo(queryClient.query(trpc.sessions.list.queryOptions(pageInput(null))));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OwnSessions />
    </HydrationBoundary>
  );
}
