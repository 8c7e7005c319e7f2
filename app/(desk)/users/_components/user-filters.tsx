"use client";

import { NativeSelect } from "@mantine/core";
import { userStatuses } from "@/server/domain/users/schema";
import { type Filters, roleNames } from "./list-state";
import classes from "./user-filters.module.css";

type Props = { state: Filters; change: (filters: Partial<Filters>) => void };

const roleChoices = [{ value: "", label: "Any role" }, ...roleNames];
const statusChoices = [{ value: "", label: "Any status" }, ...userStatuses];

/** Narrows the users down by role and status. */
export function UserFilters({ state, change }: Props) {
  const set = (name: "role" | "status", choices: readonly string[]) => (value: string) =>
    change({ [name]: choices.includes(value) ? value : null });
  const setRole = set("role", roleNames);
  const setStatus = set("status", userStatuses);
  return (
    <div className={classes.filters}>
      <NativeSelect
        aria-label="Role"
        data={roleChoices}
        value={state.role ?? ""}
        data-set={state.role !== null}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label="Status"
        data={statusChoices}
        value={state.status ?? ""}
        data-set={state.status !== null}
        onChange={(event) => setStatus(event.currentTarget.value)}
      />
    </div>
  );
}
