"use client";

import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import classes from "./table.module.css";

type Props<Sort extends string> = {
  label: string;
  className?: string | undefined;
  widthPixels?: number;
  /** What the column sorts by; a column without it cannot be sorted. */
  sort: Sort | undefined;
  order: Sort | `-${Sort}`;
  sortBy: (order: Sort | `-${Sort}`) => void;
};

/** A column's head. A click sorts by it, another turns the order round. */
export function SortableHeader<Sort extends string>({
  label,
  className,
  widthPixels,
  sort,
  order,
  sortBy,
}: Props<Sort>) {
  if (sort === undefined) {
    return (
      <th scope="col" className={className} style={{ width: widthPixels }}>
        {label}
      </th>
    );
  }
  const isAscending = order === sort;
  const isDescending = order === `-${sort}`;
  const Chevron = isDescending ? IconChevronDown : IconChevronUp;
  return (
    <th
      scope="col"
      className={className}
      style={{ width: widthPixels }}
      aria-sort={ariaSort(isAscending, isDescending)}
    >
      <button type="button" className={classes.sort} onClick={() => sortBy(isAscending ? `-${sort}` : sort)}>
        {label}
        {(isAscending || isDescending) && <Chevron size={14} aria-hidden />}
      </button>
    </th>
  );
}

function ariaSort(isAscending: boolean, isDescending: boolean) {
  if (isAscending) return "ascending";
  return isDescending ? "descending" : "none";
}
