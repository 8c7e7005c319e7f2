import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { audited } from "@/server/domain/audit/audited";
import { exportAuditEvents } from "@/server/domain/audit-events/export";
import { exportHosts } from "@/server/domain/hosts/export";
import { importHosts, previewImport } from "@/server/domain/hosts/import";
import { csvFile, ndjsonFile } from "@/server/test/csv-file";
import { contextOver, makePartitions, withDatabase } from "@/server/test/database";
import { openInSpreadsheet } from "@/server/test/spreadsheet";

const started = [
  "=1+1",
  "+1",
  "-1",
  "@x",
  "'-x",
  "''=1+1",
  '=HYPERLINK("http://x","a")',
  "+cmd|' /C calc'!A0",
  "-1,5;2",
];
/** No field of a host begins with these, but a label in the log may. */
const startedUnseen = ["\t=1+1", "\r=1+1", "'\t=1+1", "=1+1\n=1+1"];
const harmless = ["é陈😀", "1-1", "a=1", 'quoted "x"', "'x"];

const values = [...started, ...harmless];
const hosts = values.map((owner, index) => ({
  ...{ hostname: `web-${index}`, ip: `10.0.0.${index}`, os: "linux", environment: "prod" },
  ...{ owner, team: owner, notes: `${owner}\n${owner}` },
}));

/** LibreOffice knows one kind of line break, and loses tabs when it saves. */
const asSaved = (cell: string | undefined) => cell?.replaceAll(/\r\n?/g, "\n").replaceAll("\t", "");

it(
  "what is exported opens in LibreOffice with no formula, and importing what that saves changes nothing",
  { timeout: 180_000 },
  () =>
    withDatabase(async (database) => {
      const db = database.open("server");
      await makePartitions(db);
      const ctx = contextOver(db);
      await importHosts(ctx, ndjsonFile(hosts));
      const events = [...values, ...startedUnseen].map((label) => ({
        action: "host.told" as const,
        subject: { type: "host", id: label, label },
        reason: label,
      }));
      await audited(ctx, "hosts.write", async () => ({ result: null, events }));

      const exported = {
        hosts: await text((await exportHosts(ctx, {}, "csv")).body),
        events: await text((await exportAuditEvents(ctx, { action: "host.told" }, "csv")).body),
        unsafe: "name,value\r\na,=1+1\r\n",
      };
      const opened = await openInSpreadsheet(exported);
      expect(opened.unsafe.formulas).toEqual(["of:=1+1"]);
      expect([opened.hosts.formulas, opened.events.formulas]).toEqual([[], []]);

      const counts = { created: 0, updated: 0, unchanged: hosts.length, rejected: [] };
      expect(await previewImport(ctx, { ...csvFile(opened.hosts.csv), sha256: new Uint8Array(32) })).toMatchObject(
        counts,
      );
      const sent: string[][] = parse(exported.events);
      const labels = (rows: string[][]) => {
        const [at, because] = [sent[0]!.indexOf("subject_label"), sent[0]!.indexOf("reason")];
        return rows.map((row) => [asSaved(row[at]), asSaved(row[because])]);
      };
      expect(labels(opened.events.cells)).toEqual(labels(sent));
    }),
);
