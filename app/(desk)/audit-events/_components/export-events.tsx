"use client";

import dynamic from "next/dynamic";
import type { ComponentProps } from "react";
import { ExportButton } from "@/app/_components/export-button";
import type { EventExport as Export } from "./event-export";

// Few visits open it.
const EventExport = dynamic(() => import("./event-export").then((module) => module.EventExport));

/** Takes what the log is narrowed down to out of the desk, as a file. */
export function ExportEvents(exported: Omit<ComponentProps<typeof Export>, "onClose">) {
  return <ExportButton dialog={(onClose) => <EventExport {...exported} onClose={onClose} />} />;
}
