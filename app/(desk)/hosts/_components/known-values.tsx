"use client";

import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { ChooseValues } from "@/app/_components/choose-values";
import { numbers } from "@/server/domain/numbers";

type Props = {
  field: "team" | "owner";
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
};

/** Chooses from what hosts have in a field. */
export function KnownValues({ field, label, values, onChange }: Props) {
  const { data } = useQuery(useApi().hosts.values.queryOptions({ field }));
  return (
    <ChooseValues
      label={label}
      values={values}
      suggestions={data?.values ?? []}
      maxLength={100}
      maxValues={numbers.hosts.maxFilterValues}
      onChange={onChange}
    />
  );
}
