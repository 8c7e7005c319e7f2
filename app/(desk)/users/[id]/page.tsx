import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { answerTo, pageApi } from "@/app/_lib/api";
import { UserDetail } from "@/app/(desk)/users/_components/user-detail";
import { userReference } from "@/server/domain/users/schema";

type Props = PageProps<"/users/[id]">;

/** Title and page ask for the same user; the cache of the request answers the second. */
async function fetchUser({ params }: Props) {
  const reference = userReference.safeParse(await params);
  if (!reference.success) notFound();
  const { queryClient, trpc } = await pageApi();
  const user = await answerTo(queryClient.query(trpc.users.get.queryOptions(reference.data)));
  return user ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await fetchUser(props)).email };
}

export default async function UserPage(props: Props) {
  const { id } = await fetchUser(props);
  const { queryClient } = await pageApi();
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UserDetail id={id} />
    </HydrationBoundary>
  );
}
