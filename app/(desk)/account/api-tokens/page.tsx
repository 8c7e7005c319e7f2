import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, pageApi } from "@/app/_lib/api";
import { pageInput } from "@/app/_lib/page-input";
import { OwnApiTokens } from "./_components/own-api-tokens";

export const metadata: Metadata = { title: "API tokens" };

export default async function ApiTokensPage() {
  const { queryClient, trpc } = await pageApi();
  await answerTo(queryClient.query(trpc.apiTokens.list.queryOptions(pageInput(null))));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OwnApiTokens />
    </HydrationBoundary>
  );
}
