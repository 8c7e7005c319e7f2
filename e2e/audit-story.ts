import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { changeHost, type Host, newPrefix } from "./hosts";
import { callApi, createPerson, openAs, type Person } from "./people";
import { awaitDesk, signIn } from "./sign-in";

type Session = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

/** What an operator did, and an auditor may read. */
export interface Story {
  prefix: string;
  /** The import's. */
  batchId: string;
  operator: Person;
  /** In the order of their names. */
  hosts: Host[];
  sessions: Record<"operator" | "auditor" | "viewer", Session>;
}

export const importedCount = 60;

/** Lets an operator import hosts, edit one, take two out of service together, and delete one. */
export async function tellStory(browser: Browser): Promise<Story> {
  const admin = await browser.newPage();
  await signIn(admin);
  const operator = await createPerson(admin, "operator");
  const auditor = await openAs(browser, await createPerson(admin, "auditor"));
  const viewer = await openAs(browser, await createPerson(admin, "viewer"));
  const page = await openAs(browser, operator);
  const prefix = newPrefix("story");
  const batchId = await importHosts(page, prefix);
  const { items: hosts } = await callApi<{ items: Host[] }>(page, "GET", `/api/v1/hosts?q=${prefix}&limit=4`);
  const [first, second, third, fourth] = hosts;
  await changeHost(page, first?.id ?? "", { owner: "b.okafor", notes: "Rack 12\nunit 4" });
  const inMaintenance = [second, third].map((host) => ({ id: host?.id, version: host?.version }));
  const changes = { status: "maintenance" };
  await callApi(page, "POST", "/api/v1/hosts/bulk-edit", { hosts: inMaintenance, changes, reason: "Review OPS-1187" });
  await callApi(page, "DELETE", `/api/v1/hosts/${fourth?.id}`, {}, { "if-match": `"${fourth?.version}"` });
  const sessions = {
    operator: await page.context().storageState(),
    auditor: await auditor.context().storageState(),
    viewer: await viewer.context().storageState(),
  };
  for (const each of [admin, auditor, viewer, page]) await each.context().close();
  return { prefix, batchId, operator, hosts, sessions };
}

async function importHosts(page: Page, prefix: string): Promise<string> {
  const [high, low] = prefix.slice(-8).match(/.{4}/g) ?? [];
  const lines = Array.from({ length: importedCount }, (_, index) => {
    const number = String(index + 1).padStart(3, "0");
    return `${prefix}-${number},fd01:${high}:${low}::${number},linux,dev,a.nowak`;
  });
  const csv = ["hostname,ip,os,environment,owner", ...lines].join("\n");
  return page.evaluate(
    async ([body, name]) => {
      const headers = { "content-type": "text/csv" };
      const response = await fetch(`/api/v1/hosts/import?fileName=${name}.csv`, { method: "POST", headers, body });
      return ((await response.json()) as { batchId: string }).batchId;
    },
    [csv, prefix] as const,
  );
}

/** A browser of somebody who has signed in before, at a page. */
export async function openWith(
  browser: Browser,
  session: Session,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ storageState: session, ...options });
  const page = await context.newPage();
  await page.goto(path);
  await awaitDesk(page);
  return page;
}
