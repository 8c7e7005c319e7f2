"use client";

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ExportOf } from "./export-dialog";

const ExportDialog = dynamic(() => import("./export-dialog").then((module) => module.ExportDialog));

/** Saves all that a list's filters match as a file. */
export function ExportButton(exported: ExportOf) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => setOpen(true)}>
        Export
      </Button>
      {isOpen && <ExportDialog {...exported} onClose={() => setOpen(false)} />}
    </>
  );
}
