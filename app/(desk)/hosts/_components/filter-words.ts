import { sinceText, valuesText } from "@/app/_components/filter-text";
import type { HostFilter } from "@/server/domain/hosts/schema";

/** What each filter of hosts is called, in the order in which they stand. */
const names: Record<keyof HostFilter, string> = {
  q: "Search",
  environment: "Environment",
  criticality: "Criticality",
  os: "OS",
  status: "Status",
  team: "Team",
  owner: "Owner",
  tag: "Tag",
  cidr: "IP range",
  registeredSince: "Registered since",
  staleSince: "Neither changed nor seen since",
};

/** The filters that are set, each by its name and in words. */
export function filterWords(filter: HostFilter): [name: string, value: string][] {
  return (Object.keys(names) as (keyof HostFilter)[]).flatMap((key) => {
    const value = filter[key];
    if (value === undefined) return [];
    if (Array.isArray(value)) {
      const text = valuesText(value, key === "tag" ? "conjunction" : "disjunction");
      return text ? [[names[key], text.value]] : [];
    }
    return [[names[key], key.endsWith("Since") ? (sinceText(value)?.value ?? value) : value]];
  });
}
