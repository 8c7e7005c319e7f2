"use client";

import { Copy } from "./copy";
import classes from "./request-id.module.css";

/** The id by which the server's log and the audit log know a request. */
export function RequestId({ id }: { id: string }) {
  return (
    <p className={classes.request}>
      Request <code>{id}</code>
      <Copy value={id} what="request id" />
    </p>
  );
}
