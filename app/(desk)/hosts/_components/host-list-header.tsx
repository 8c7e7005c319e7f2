"use client";

import { useRouter } from "next/navigation";
import { NewsButton } from "@/app/_components/news-button";
import { PageHeader } from "@/app/_components/page-header";
import { SearchField } from "@/app/_components/search-field";
import { type Count, countText, numberText } from "@/app/_lib/count-text";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { useCan } from "@/app/(desk)/_components/profile";
import type { Host, HostFilter } from "@/server/domain/hosts/schema";
import { type ChangedHosts, changedText } from "./changed-hosts";
import { ExportHosts } from "./export-hosts";
import { HostActions } from "./host-actions";
import { HostFilters } from "./host-filters";
import classes from "./host-list.module.css";
import type { ListState } from "./list-state";
import { ViewOptions } from "./view-options";

type Props = {
  state: ListState;
  filter: HostFilter;
  count: Count | undefined;
  total: Count | undefined;
  /** The page that is shown. */
  hosts: readonly Host[];
  changed: ChangedHosts;
  search: (text: string) => void;
  /** Changes how the list is shown, and where. */
  change: (state: Partial<ListState>) => void;
  /** Changes what the list is of, from its first page. */
  narrow: (state: Partial<ListState>) => void;
  fetchAgain: () => void;
};

/** The head of the list: how many hosts it is of, what narrows it down, and whether there is news behind it. */
export function HostListHeader({ state, filter, count, total, hosts, changed, ...act }: Props) {
  const isFiltered = Object.keys(filter).length > 0;
  const router = useRouter();
  useShortcuts(useCan("hosts.write") ? { c: () => router.push("/hosts/new") } : {});
  return (
    <PageHeader
      title="Hosts"
      note={noteOf(count, isFiltered ? total : undefined)}
      actions={
        <>
          <NewsButton text={changedText(changed)} show={act.fetchAgain} />
          <HostActions isBesideTitle />
        </>
      }
    >
      <div className={classes.narrowing}>
        <div className={classes.search}>
          <SearchField label="Search hosts" value={state.q} onChange={act.search} />
        </div>
        <HostFilters state={state} tags={tagsOf(hosts)} change={act.narrow} />
        <div className={classes.tools}>
          <ExportHosts filter={filter} count={count} />
          <ViewOptions
            view={state}
            change={({ sort, ...view }) => (sort === undefined ? act.change(view) : act.narrow({ ...view, sort }))}
          />
        </div>
      </div>
    </PageHeader>
  );
}

/** `5,044 hosts`, or `412 of 5,044` where they are narrowed down. */
function noteOf(count: Count | undefined, total: Count | undefined): string | undefined {
  if (!count) return undefined;
  return total ? `${numberText(count)} of ${numberText(total)}` : countText(count, "host");
}

function tagsOf(hosts: readonly Host[]): string[] {
  return [...new Set(hosts.flatMap(({ tags }) => tags))].sort();
}
