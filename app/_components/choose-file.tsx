"use client";

import "@mantine/dropzone/styles.layer.css";
import { Dropzone } from "@mantine/dropzone";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import classes from "./choose-file.module.css";
import { Notice } from "./notice";

type Props = {
  /** What is taken, such as "CSV file". */
  kind: string;
  /** Content types, each with the endings of such files. */
  accept: Record<string, string[]>;
  onChoose: (file: File) => void;
  /** What the file must hold. */
  children: ReactNode;
};

/** Takes one file: dropped, or chosen by click or key. */
export function ChooseFile({ kind, accept, onChoose, children }: Props) {
  const [isRefused, setRefused] = useState(false);
  const choose = ([file]: File[]) => file && onChoose(file);
  const endings = new Intl.ListFormat("en", { type: "disjunction" }).format(Object.values(accept).flat());
  return (
    <>
      {isRefused && (
        <Notice tone="critical" title={`Not a ${kind}`}>
          Choose one file whose name ends in {endings}.
        </Notice>
      )}
      <Dropzone
        accept={accept}
        multiple={false}
        onDrop={choose}
        onReject={() => setRefused(true)}
        className={classes.drop}
        inputProps={{ "aria-label": kind }}
      >
        <IconFileSpreadsheet size={32} stroke={1.5} aria-hidden />
        <p className={classes.dropTitle}>Drop a {kind} here, or choose one</p>
        <p>{children}</p>
      </Dropzone>
    </>
  );
}
