"use client";

import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { ChooseOne } from "@/app/_components/choose-one";

type Props = { chosen: string | null; choose: (value: string) => void };

/** Who have no id: what the program does by itself, and whoever has not signed in. */
const nameless = ["anonymous", "system"].map((name) => ({ value: name, label: name }));

/** Chooses one of those who have done something. */
export function ActorChoice({ chosen, choose }: Props) {
  const { data, error } = useQuery(useApi().auditEvents.actors.queryOptions());
  const people = data?.actors.flatMap(({ id, label }) => (id === null ? [] : [{ value: id, label }]));
  return (
    <ChooseOne
      label="Actor"
      choices={people && [...people, ...nameless]}
      error={error}
      chosen={chosen}
      choose={choose}
    />
  );
}

/** Chooses one of what has been done. */
export function ActionChoice({ chosen, choose }: Props) {
  const { data, error } = useQuery(useApi().auditEvents.actions.queryOptions());
  const actions = data?.actions.map((action) => ({ value: action, label: action }));
  return <ChooseOne label="Action" choices={actions} error={error} chosen={chosen} choose={choose} />;
}
