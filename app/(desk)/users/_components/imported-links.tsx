"use client";

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Copy } from "@/app/_components/copy";
import { CopyText } from "@/app/_components/copy-text";
import { Notice } from "@/app/_components/notice";
import { Panel } from "@/app/_components/panel";
import panelTable from "@/app/_components/panel-table.module.css";
import table from "@/app/_components/table.module.css";
import { downloadText } from "@/app/_lib/download-text";
import { numbers } from "@/server/domain/numbers";
import type { UserImportResult } from "@/server/domain/users/schema";
import { linkUrl } from "./link-url";
import { linksCsv } from "./links-csv";
import classes from "./user-import.module.css";

/** The links with which imported users choose their passwords, this one time. */
export function ImportedLinks({ users }: { users: UserImportResult["created"] }) {
  const rows = users.flatMap(({ email, link }) => (link === null ? [] : [{ email, url: linkUrl(link), link }]));
  const csv = linksCsv(rows);
  const actions = (
    <>
      <CopyText value={rows.map(({ email, url }) => `${email} ${url}`).join("\n")} label="Copy all" />
      <Button
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        onClick={() => downloadText("password-links.csv", csv, "text/csv")}
      >
        Download CSV
      </Button>
    </>
  );
  return (
    <>
      <Notice tone="warning" title="The links are not shown again: copy or download them now.">
        Hand each to its user, who chooses a password with it. A link works once and is good for{" "}
        {numbers.passwords.linkHours} h. Whoever has it can take the account.
      </Notice>
      <Panel title="Links" actions={actions}>
        <table
          className={`${table.table} ${panelTable.table} ${classes.users}`}
          aria-label="Links to choose a password"
        >
          <thead>
            <tr>
              <th scope="col">E-mail</th>
              <th scope="col">Link</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ email, url }) => (
              <tr key={email}>
                <td className={`${classes.email} ${panelTable.whole}`}>{email}</td>
                <td className={panelTable.whole}>
                  <span className={classes.link}>
                    <code>{url}</code>
                    <Copy value={url} what={`the link for ${email}`} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
