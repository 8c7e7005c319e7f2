"use client";

import "@mantine/dropzone/styles.layer.css";
import { Dropzone } from "@mantine/dropzone";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/app/_components/notice";
import classes from "./host-import.module.css";

const csv = { "text/csv": [".csv"] };

/** Takes one CSV file: dropped, or chosen by click or key. */
export function ChooseFile({ onChoose }: { onChoose: (file: File) => void }) {
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
        <p>
          The first line names the columns. <code>hostname</code>, <code>ip</code>, <code>os</code> and{" "}
          <code>environment</code> are required.
        </p>
      </Dropzone>
    </>
  );
}
