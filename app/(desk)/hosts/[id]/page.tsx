import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { answerTo, pageApi } from "@/app/_lib/api";
import { HostDetail } from "@/app/(desk)/hosts/_components/host-detail";
import { hostReference } from "@/server/domain/hosts/schema";

type Props = PageProps<"/hosts/[id]">;

/** Title and page ask for the same host; the cache of the request answers the second. */
async function fetchHost({ params }: Props) {
  const reference = hostReference.safeParse(await params);
  if (!reference.success) notFound();
  const { queryClient, trpc } = await pageApi();
  const host = await answerTo(queryClient.query(trpc.hosts.get.queryOptions(reference.data)));
  return host ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await fetchHost(props)).hostname };
}

export default async function HostPage(props: Props) {
  const { id } = await fetchHost(props);
  const { queryClient } = await pageApi();
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HostDetail id={id} />
    </HydrationBoundary>
  );
}
