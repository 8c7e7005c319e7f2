import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, pageApi } from "@/app/_lib/api";
import { SettingsPage } from "./_components/settings-page";

export const metadata: Metadata = { title: "Settings" };

export default async function Settings() {
  const { queryClient, trpc } = await pageApi();
  await answerTo(queryClient.query(trpc.settings.get.queryOptions()));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsPage />
    </HydrationBoundary>
  );
}
