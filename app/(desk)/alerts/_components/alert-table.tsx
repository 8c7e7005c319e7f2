"use client";

import { useRef } from "react";
import table from "@/app/_components/table.module.css";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import type { Alert } from "@/server/domain/alerts/schema";
import { AlertRow } from "./alert-row";
import classes from "./alert-table.module.css";

/** A page of alerts, one line each; two lines on a phone. */
export function AlertTable({ alerts, isBusy }: { alerts: readonly Alert[]; isBusy: boolean }) {
  const rows = useRef<HTMLTableElement>(null);
  useLinkKeys(rows);
  return (
    <table ref={rows} className={`${table.table} ${classes.alerts}`} aria-label="Alerts" aria-busy={isBusy}>
      <thead>
        <tr>
          <th scope="col" className={classes.severity}>
            Severity
          </th>
          <th scope="col" className={classes.name}>
            Alert
          </th>
          <th scope="col" className={classes.host}>
            Host
          </th>
          <th scope="col" className={classes.state}>
            State
          </th>
          <th scope="col" className={classes.since}>
            Began
          </th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </tbody>
    </table>
  );
}

/** Walks the rows with j and k by moving the keyboard itself from link to link, so that Enter opens one. */
function useLinkKeys(rows: React.RefObject<HTMLElement | null>): void {
  const step = (by: 1 | -1) => {
    const links = [...(rows.current?.querySelectorAll<HTMLElement>("tr a[data-row]") ?? [])];
    const row = document.activeElement?.closest("tr");
    const index = links.findIndex((link) => link.closest("tr") === row);
    const next = links[index < 0 ? 0 : index + by];
    next?.focus({ preventScroll: true });
    next?.closest("tr")?.scrollIntoView({ block: "nearest" });
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });
}
