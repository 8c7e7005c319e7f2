"use client";

import { IconDownload } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import tool from "./tool-button.module.css";

/** Opens what saves all that a list's filters match as a file. */
export function ExportButton({ dialog }: { dialog: (onClose: () => void) => ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-haspopup="dialog" className={tool.tool} onClick={() => setOpen(true)}>
        <IconDownload size={16} aria-hidden /> <span>Export</span>
      </button>
      {isOpen && dialog(() => setOpen(false))}
    </>
  );
}
