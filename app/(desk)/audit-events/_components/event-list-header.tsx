"use client";

import { NewsButton } from "@/app/_components/news-button";
import { PageHeader } from "@/app/_components/page-header";
import { SearchField } from "@/app/_components/search-field";
import { type Count, countText } from "@/app/_lib/count-text";
import type { AuditEventFilter, AuditEventItem } from "@/server/domain/audit-events/schema";
import { EventFilters } from "./event-filters";
import classes from "./event-list-header.module.css";
import { ExportEvents } from "./export-events";
import type { ListState } from "./list-state";
import { SearchReach } from "./search-reach";
import { useNewEvents } from "./use-new-events";

type Props = {
  state: ListState;
  filter: AuditEventFilter;
  count: Count | undefined;
  /** The page that is shown. */
  events: readonly AuditEventItem[];
  isFetching: boolean;
  search: (text: string) => void;
  narrow: (part: Partial<ListState>) => void;
  /** The button that showed the news is gone. */
  onNewsShown: () => void;
};

/** The head of the log: how many events it is of, what narrows it down, and whether there is news before it. */
export function EventListHeader({ state, filter, count, events, isFetching, search, narrow, onNewsShown }: Props) {
  const isNewest = state.cursor === null && filter.to === undefined;
  const news = useNewEvents({ filter, events, isNewest, isFetching });
  const showNews = () => {
    news.show();
    onNewsShown();
  };
  return (
    <PageHeader
      title="Audit"
      note={count && countText(count, "event")}
      actions={
        <>
          <NewsButton text={news.text} show={showNews} />
          <ExportEvents filter={filter} count={count} events={events} />
        </>
      }
    >
      <div className={classes.search}>
        <SearchField label="Search the log" value={state.q} onChange={search} />
      </div>
      <EventFilters state={state} events={events} change={narrow} />
      {filter.q !== undefined && filter.from === undefined && <SearchReach search={narrow} />}
    </PageHeader>
  );
}
