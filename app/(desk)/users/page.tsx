import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { answerTo, inAMoment, pageApi } from "@/app/_lib/api";
import { filterOf, loadListState, pageOf } from "./_components/list-state";
import { UserList } from "./_components/user-list";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ searchParams }: PageProps<"/users">) {
  const state = await loadListState(searchParams);
  const { queryClient, trpc } = await pageApi();
  const count = queryClient.query(trpc.users.count.queryOptions(filterOf(state)));
  await Promise.all([answerTo(queryClient.query(trpc.users.list.queryOptions(pageOf(state)))), inAMoment(count)]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UserList />
    </HydrationBoundary>
  );
}
