import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { historyInput, historyOptions } from "@/app/(desk)/_components/history-page";
import { firingOn } from "@/app/(desk)/alerts/_components/panel-alerts";
import { filterOf, loadListState } from "@/app/(desk)/hosts/_components/list-state";
import { hostReference } from "@/server/domain/hosts/schema";
import { HostDetail } from "./_components/host-detail";

type Props = PageProps<"/hosts/[id]">;

/** Title and page ask for the same host; the cache of the request answers the second. */
async function fetchHost({ params }: Props) {
  const reference = hostReference.safeParse(await params);
  if (!reference.success) notFound();
  const { queryClient, trpc } = await pageApi();
  const host = await answerTo(queryClient.query(trpc.hosts.get.queryOptions(reference.data)));
  return host ?? notFound();
}

/** What the page can be sent without, where it takes long: what happened to the host, what fires on it, and what stands beside it. */
async function fetchAround(id: string, { searchParams }: Props) {
  const { queryClient, trpc, client } = await pageApi();
  const state = await loadListState(searchParams);
  const beside = trpc.hosts.neighbours.queryOptions({ id, sort: state.sort, ...filterOf(state) });
  const key = trpc.hosts.history.infiniteQueryKey(historyInput(id));
  const history = historyOptions(key, id, (input) => client.hosts.history.query(input));
  const firing = trpc.alerts.list.queryOptions(firingOn(id));
  await inAMoment(
    Promise.all([queryClient.query(beside), queryClient.infiniteQuery(history), queryClient.query(firing)]),
  );
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await fetchHost(props)).hostname };
}

export default async function HostPage(props: Props) {
  const { id } = await fetchHost(props);
  await fetchAround(id, props);
  const { queryClient } = await pageApi();
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HostDetail key={id} id={id} />
    </HydrationBoundary>
  );
}
