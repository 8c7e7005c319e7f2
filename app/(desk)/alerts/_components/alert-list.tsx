"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { debounce } from "nuqs";
import { useApi } from "@/app/_components/api-provider";
import { ListFailure } from "@/app/_components/list-failure";
import { NewsButton } from "@/app/_components/news-button";
import { PageHeader } from "@/app/_components/page-header";
import { Pager } from "@/app/_components/pager";
import { SearchField } from "@/app/_components/search-field";
import { countText } from "@/app/_lib/count-text";
import { useUrlState } from "@/app/_lib/use-url-state";
import { AlertFilters } from "./alert-filters";
import { LeftOut } from "./left-out";
import { filterOf, type ListState, listState, noFilters, pageOf } from "./list-state";
import { NoAlerts } from "./no-alerts";
import { useAlertNews } from "./use-alert-news";

// Its sheet would come with the first page that is opened, whichever that is.
const AlertTable = dynamic(() => import("./alert-table").then((module) => module.AlertTable));

const typingPauseMilliseconds = 250;

/** The alerts, newest first: those that fire, or what search and filters in the URL say. */
export function AlertList() {
  const api = useApi();
  const [state, change] = useUrlState(listState);
  const [q] = useDebouncedValue(state.q, typingPauseMilliseconds);
  const wanted = { ...state, q };
  const list = useQuery({ ...api.alerts.list.queryOptions(pageOf(wanted)), placeholderData: keepPreviousData });
  const count = useQuery({ ...api.alerts.count.queryOptions(filterOf(wanted)), placeholderData: keepPreviousData });
  const news = useAlertNews(pageOf(wanted), list.isPlaceholderData ? undefined : list.data);

  const alerts = list.data?.items ?? [];
  const narrow = (part: Partial<ListState>) => change({ ...part, cursor: null });
  const search = (text: string) =>
    change({ q: text, cursor: null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMilliseconds) });
  const showAll = () => narrow({ ...noFilters, q: "" });

  return (
    <>
      <PageHeader
        title="Alerts"
        note={count.data && countText(count.data, "alert")}
        actions={<NewsButton text={news?.text} show={() => news?.show()} />}
      >
        <SearchField label="Search alerts" value={state.q} onChange={search} />
        <AlertFilters state={state} alerts={alerts} change={narrow} />
      </PageHeader>
      <LeftOut />
      {list.error && (
        <ListFailure error={list.error} retry={() => list.refetch()} restart={() => narrow({})} clear={showAll} />
      )}
      {list.data && alerts.length === 0 && <NoAlerts filter={filterOf(wanted)} showAll={showAll} />}
      {alerts.length > 0 && <AlertTable alerts={alerts} isBusy={list.isPlaceholderData} />}
      <Pager
        shown={alerts.length}
        total={count.data}
        next={list.data?.nextCursor}
        cursor={state.cursor}
        nextLabel="Older"
        goTo={(cursor) => change({ cursor }, { scroll: true })}
      />
    </>
  );
}
