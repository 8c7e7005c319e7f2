import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useApi } from "@/app/_components/api-provider";
import { countText } from "@/app/_lib/count-text";
import type { HostFilter } from "@/server/domain/hosts/schema";
import classes from "./export-choices.module.css";
import { exportPath } from "./export-path";

const formats = [
  { format: "csv", label: "Download CSV", note: "for spreadsheets; an import takes it back" },
  { format: "ndjson", label: "Download NDJSON", note: "one JSON object a line, for programs" },
] as const;

/** The hosts that match, as files to download. Who exported what stands in the log. */
export function ExportChoices({ filter }: { filter: HostFilter }) {
  const api = useApi();
  const { data: count } = useQuery(api.hosts.count.queryOptions(filter));
  const first = useRef<HTMLAnchorElement>(null);
  // The panel opens before this has been fetched, and finds nothing to lead the keyboard to.
  useEffect(() => first.current?.focus(), []);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div className={classes.choices}>
      <p role="status">
        {count ? <strong>{countText(count, "host")}</strong> : "Counting…"}
        {isFiltered ? " that match the filters, in all columns" : ", all of them, in all columns"}
      </p>
      {formats.map(({ format, label, note }, index) => (
        <a
          key={format}
          ref={index === 0 ? first : null}
          href={exportPath(format, filter)}
          download
          className={classes.choice}
        >
          {label}
          <span className={classes.note}>{note}</span>
        </a>
      ))}
      <p className={classes.note}>The export is recorded in the audit log.</p>
    </div>
  );
}
