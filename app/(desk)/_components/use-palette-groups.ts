import { useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { may } from "@/app/_lib/may";
import { searchOf } from "@/app/_lib/search-text";
import { useLeave, useNavigate } from "./leave-guard";
import { beginnings, navigation, ownPlaces } from "./navigation";
import { type Entry, type Group, matching } from "./palette-entries";
import { useProfile } from "./profile";
import { signOutOfDesk } from "./sign-out";
import { useRecentlyViewed } from "./use-recently-viewed";

const typingPauseMilliseconds = 150;
const maxHosts = 8;

/** What the palette offers for a query, to whom it may be offered: hosts, pages and actions. */
export function usePaletteGroups(query: string, showShortcuts: () => void): { groups: Group[]; isSearching: boolean } {
  const recent = useRecentHosts();
  const hosts = useFoundHosts(query);
  const groups = [usePages(), useActions(showShortcuts)];
  const isEmpty = query.trim() === "";
  return {
    groups: [
      ...matching(
        [isEmpty ? { label: "Recently viewed", entries: recent } : { label: "Hosts", entries: hosts.entries }],
        "",
      ),
      ...matching(groups, query),
    ],
    isSearching: hosts.isSearching,
  };
}

function useRecentHosts(): Entry[] {
  const navigate = useNavigate();
  return useRecentlyViewed().map(({ id, hostname }) => ({
    id,
    label: hostname,
    run: () => navigate(`/hosts/${id}`),
  }));
}

function useFoundHosts(query: string): { entries: Entry[]; isSearching: boolean } {
  const api = useApi();
  const navigate = useNavigate();
  const [typed] = useDebouncedValue(query, typingPauseMilliseconds);
  const search = searchOf(typed);
  const isWanted = search.q !== undefined && searchOf(query).q !== undefined;
  const { data, isFetching } = useQuery({
    ...api.hosts.list.queryOptions({ ...search, limit: maxHosts }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  const hosts = isWanted ? (data?.items ?? []) : [];
  return {
    entries: hosts.map(({ id, hostname, ip, environment, status }) => ({
      id,
      label: hostname,
      note: [environment, ip, ...(status === "active" ? [] : [status])].join(" · "),
      run: () => navigate(`/hosts/${id}`),
    })),
    isSearching: searchOf(query).q !== undefined && (isFetching || typed !== query),
  };
}

function usePages(): Group {
  const profile = useProfile();
  const navigate = useNavigate();
  const places = [...navigation, ...ownPlaces].filter(({ permission }) => may(profile, permission));
  return { label: "Pages", entries: places.map(({ href, label }) => ({ id: href, label, run: () => navigate(href) })) };
}

function useActions(showShortcuts: () => void): Group {
  const profile = useProfile();
  const navigate = useNavigate();
  const leave = useLeave();
  const { setColorScheme } = useMantineColorScheme();
  const places = beginnings.filter(({ permission }) => may(profile, permission));
  const words = "theme colors dark light mode";
  return {
    label: "Actions",
    entries: [
      ...places.map(({ href, label }) => ({ id: href, label, words: "new add csv", run: () => navigate(href) })),
      { id: "light", label: "Theme: light", words, run: () => setColorScheme("light") },
      { id: "dark", label: "Theme: dark", words, run: () => setColorScheme("dark") },
      { id: "auto", label: "Theme: as the system", words, run: () => setColorScheme("auto") },
      { id: "shortcuts", label: "Keyboard shortcuts", words: "keys help", run: showShortcuts },
      { id: "sign-out", label: "Sign out", words: "log out leave", run: () => leave(signOutOfDesk) },
    ],
  };
}
