"use client";

import { IconDownload } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { PopoverButton } from "@/app/_components/popover-button";
import type { HostFilter } from "@/server/domain/hosts/schema";
import classes from "./view-options.module.css";

const ExportChoices = dynamic(() => import("./export-choices").then((module) => module.ExportChoices));

/** Takes what the list is of out of the desk, as a file. */
export function ExportHosts({ filter }: { filter: HostFilter }) {
  return (
    <PopoverButton label="Export" className={classes.button} panel={() => <ExportChoices filter={filter} />}>
      <IconDownload size={16} aria-hidden /> <span>Export</span>
    </PopoverButton>
  );
}
