"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/app/_components/api-provider";
import { FilterForm } from "@/app/_components/filter-form";
import type { Filters } from "./list-state";

type Props = {
  type: string | null;
  id: string | null;
  choose: (subject: Pick<Filters, "subjectType" | "subjectId">) => void;
};

/** Asks for a type of subject, or for one subject of it. */
export function SubjectForm({ type, id, choose }: Props) {
  const { data } = useQuery(useApi().auditEvents.subjectTypes.queryOptions());
  const [typed, setTyped] = useState({ type: type ?? "", id: id ?? "" });
  const submit = () => choose({ subjectType: typed.type || null, subjectId: typed.id.trim() || null });
  const types = new Set([...(data?.subjectTypes ?? []), ...(typed.type === "" ? [] : [typed.type])]);
  return (
    <FilterForm submit={submit} submitLabel="Show these">
      <NativeSelect
        label="Type of subject"
        data={[{ value: "", label: "any" }, ...types]}
        value={typed.type}
        autoFocus
        onChange={(event) => setTyped({ ...typed, type: event.currentTarget.value })}
      />
      <TextInput
        label="Subject id"
        description="Such as the id in the address of a host's page. To find a name, search for it."
        value={typed.id}
        onChange={(event) => setTyped({ ...typed, id: event.currentTarget.value })}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
    </FilterForm>
  );
}
