import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, pageApi } from "@/app/_lib/api";
import { localPath } from "@/app/_lib/local-path";
import { TwoStep } from "./_components/two-step";

export const metadata: Metadata = { title: "Two-step sign-in" };

export default async function TwoStepPage({ searchParams }: PageProps<"/account/two-step">) {
  const { next } = await searchParams;
  const { queryClient, trpc } = await pageApi();
  await answerTo(queryClient.query(trpc.twoStep.state.queryOptions()));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <TwoStep nextPath={localPath(typeof next === "string" ? next : undefined)} />
    </HydrationBoundary>
  );
}
