"use client";

import { IconColumns3 } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { PopoverButton } from "@/app/_components/popover-button";
import tool from "@/app/_components/tool-button.module.css";
import type { ViewProps } from "./view-choices";

const ViewChoices = dynamic(() => import("./view-choices").then((module) => module.ViewChoices));

/** How the list is shown: which columns, how dense, and, where there is no table head to click, in which order. */
export function ViewOptions({ view, change }: ViewProps) {
  const button = (
    <>
      <IconColumns3 size={16} aria-hidden /> <span>Columns</span>
    </>
  );
  return (
    <PopoverButton label="Columns" className={tool.tool} panel={() => <ViewChoices view={view} change={change} />}>
      {button}
    </PopoverButton>
  );
}
