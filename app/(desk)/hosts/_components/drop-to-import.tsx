"use client";

import { useWindowEvent } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan } from "@/app/(desk)/_components/profile";
import classes from "./drop-to-import.module.css";
import { keepDroppedFile } from "./dropped-file";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Takes a file that is dropped anywhere on the page to the import page, for those who may import. */
export function DropToImport() {
  const canImport = useCan("hosts.write");
  const router = useRouter();
  const [isOver, setOver] = useState(false);

  useWindowEvent("dragover", (event) => {
    if (!canImport || !carriesFiles(event)) return;
    event.preventDefault();
    setOver(true);
  });
  useWindowEvent("dragleave", (event) => {
    if (event.relatedTarget === null) setOver(false);
  });
  useWindowEvent("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!canImport || !file) return;
    event.preventDefault();
    setOver(false);
    keepDroppedFile(file);
    router.push("/hosts/import");
  });

  return isOver ? <div className={classes.drop}>Drop the file to import it</div> : null;
}
