"use client";

import dynamic from "next/dynamic";
import { ExportButton } from "@/app/_components/export-button";
import type { Count } from "@/app/_lib/count-text";
import type { HostFilter } from "@/server/domain/hosts/schema";

// Few visits open it.
const HostExport = dynamic(() => import("./host-export").then((module) => module.HostExport));

/** Takes what the list is of out of the desk, as a file. */
export function ExportHosts(exported: { filter: HostFilter; count: Count | undefined }) {
  return <ExportButton dialog={(onClose) => <HostExport {...exported} onClose={onClose} />} />;
}
