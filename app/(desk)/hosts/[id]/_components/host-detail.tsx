"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { useApi } from "@/app/_components/api-provider";
import classes from "@/app/_components/detail-columns.module.css";
import { problemOf } from "@/app/_lib/problem";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { useCan } from "@/app/(desk)/_components/profile";
import { useRecordView } from "@/app/(desk)/_components/use-recently-viewed";
import { editButtonId } from "./edit-button-id";
import { EditOutcome } from "./edit-outcome";
import { HostAlerts } from "./host-alerts";
import { HostFactsPanel } from "./host-facts";
import { HostGone } from "./host-gone";
import { HostHeader } from "./host-header";
import { HostHistory } from "./host-history";

const EditHost = dynamic(() => import("./edit-host").then(({ EditHost }) => EditHost));

/** One host: which, how bad, what can be done, all that is known of it, and beside it what happened to it. */
export function HostDetail({ id }: { id: string }) {
  const api = useApi();
  const { data: host, error } = useSuspenseQuery(api.hosts.get.queryOptions({ id }));
  const { isEditing, edit, stop } = useEditing();
  const [changedByOthers, setChangedByOthers] = useState<readonly string[]>();
  const isGone = error !== null && problemOf(error).code === "not_found";
  useRecordView(host, isGone);
  const begin = () => {
    setChangedByOthers(undefined);
    edit();
  };
  return (
    <>
      <HostHeader host={host} edit={isEditing ? undefined : begin} />
      <div className={classes.columns}>
        <div className={classes.panels}>
          {isGone && <HostGone />}
          {changedByOthers && <EditOutcome changedByOthers={changedByOthers} />}
          {isEditing ? (
            <EditHost
              host={host}
              close={(others) => {
                setChangedByOthers(others);
                stop();
              }}
            />
          ) : (
            <HostFactsPanel host={host} />
          )}
          <HostAlerts id={id} />
        </div>
        <HostHistory id={id} />
      </div>
    </>
  );
}

/** Whether the host is edited, which stands in the URL. Afterwards the keyboard is back at the button that began it. */
function useEditing() {
  const canWrite = useCan("hosts.write");
  const [editing, setEditing] = useQueryState("edit", parseAsStringLiteral(["1"]));
  const isEditing = canWrite && editing !== null;
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (wasEditing.current && !isEditing) document.getElementById(editButtonId)?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  const edit = () => void setEditing("1");
  useShortcuts(canWrite && !isEditing ? { e: edit } : {});
  return { isEditing, edit, stop: () => void setEditing(null) };
}
