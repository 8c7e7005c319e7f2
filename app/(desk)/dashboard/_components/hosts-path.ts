import { createSerializer } from "nuqs/server";
import { type Filters, listState } from "@/app/(desk)/hosts/_components/list-state";

/** What a list is narrowed down to. */
export type ListChoice = {
  readonly [Name in keyof Filters]?: Filters[Name] extends readonly (infer Value)[] ? readonly Value[] : Filters[Name];
};

const serialize = createSerializer(listState);

/** The list of the hosts that a number counts. */
export function hostsPath(choice: ListChoice): string {
  return serialize("/hosts", choice as Partial<Filters>);
}
