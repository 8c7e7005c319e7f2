"use client";

import "@mantine/dropzone/styles.layer.css";
import { Dropzone } from "@mantine/dropzone";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import classes from "./choose-csv-file.module.css";
import { Notice } from "./notice";

const csv = { "text/csv": [".csv"] };

type Props = {
  onChoose: (file: File) => void;
  /** What the file must hold. */
  children: ReactNode;
};

/** Takes one CSV file: dropped, or chosen by click or key. */
export function ChooseCsvFile({ onChoose, children }: Props) {
  const [isRefused, setRefused] = useState(false);
  const choose = ([file]: File[]) => file && onChoose(file);
  return (
    <>
      {isRefused && (
        <Notice tone="critical" title="Not a CSV file">
          Choose one file whose name ends in .csv.
        </Notice>
      )}
      <Dropzone
        accept={csv}
        multiple={false}
        onDrop={choose}
        onReject={() => setRefused(true)}
        className={classes.drop}
        inputProps={{ "aria-label": "CSV file" }}
      >
        <IconFileSpreadsheet size={32} stroke={1.5} aria-hidden />
        <p className={classes.dropTitle}>Drop a CSV file here, or choose one</p>
        <p>{children}</p>
      </Dropzone>
    </>
  );
}
