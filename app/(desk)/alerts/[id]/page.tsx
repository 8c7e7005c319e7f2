import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { historyInput, historyOptions } from "@/app/(desk)/_components/history-page";
import { alertReference } from "@/server/domain/alerts/schema";
import { AlertDetail } from "./_components/alert-detail";

type Props = PageProps<"/alerts/[id]">;

/** Title and page ask for the same alert; the cache of the request answers the second. */
async function fetchAlert({ params }: Props) {
  const reference = alertReference.safeParse(await params);
  if (!reference.success) notFound();
  const { queryClient, trpc } = await pageApi();
  const alert = await answerTo(queryClient.query(trpc.alerts.get.queryOptions(reference.data)));
  return alert ?? notFound();
}

/** What the page can be sent without, where it takes long: what happened to the alert, and to its host before. */
async function fetchAround(id: string) {
  const { queryClient, trpc, client } = await pageApi();
  const key = trpc.alerts.history.infiniteQueryKey(historyInput(id));
  const history = historyOptions(key, id, (input) => client.alerts.history.query(input));
  const before = trpc.alerts.changesBefore.queryOptions({ id });
  await inAMoment(Promise.all([queryClient.query(before), queryClient.infiniteQuery(history)]));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await fetchAlert(props)).name };
}

export default async function AlertPage(props: Props) {
  const { id } = await fetchAlert(props);
  await fetchAround(id);
  const { queryClient } = await pageApi();
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AlertDetail key={id} id={id} />
    </HydrationBoundary>
  );
}
