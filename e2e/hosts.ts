import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { callApi } from "./people";

export interface Host {
  id: string;
  hostname: string;
  environment: string;
  owner: string | null;
  notes: string | null;
  status: string;
  tags: string[];
  version: number;
}

/** The start of names that no other test has. */
export const newPrefix = (word: string) => `${word}-${randomUUID().slice(0, 8)}`;

/** An address that no other test has. */
function newAddress(): string {
  const words = randomUUID().replaceAll("-", "").slice(0, 16).match(/.{4}/g) ?? [];
  return `fd00:${words.map((word) => Number.parseInt(word, 16).toString(16)).join(":")}::1`;
}

/** Registers a host as whoever is signed in on a page: of dev unless told. */
export function registerHost(page: Page, hostname: string, fields: Partial<Host> = {}): Promise<Host> {
  const required = { hostname, ip: newAddress(), os: "linux", environment: "dev" };
  return callApi(page, "POST", "/api/v1/hosts", { ...required, ...fields });
}

/** Registers hosts that are named by a prefix and a number. */
export async function registerHosts(page: Page, prefix: string, count: number, fields: Partial<Host> = {}) {
  const hosts: Host[] = [];
  for (let number = 1; number <= count; number++) {
    hosts.push(await registerHost(page, `${prefix}-${String(number).padStart(3, "0")}`, fields));
  }
  return hosts;
}

export const getHost = (page: Page, id: string): Promise<Host> => callApi(page, "GET", `/api/v1/hosts/${id}`);

/** Changes a host as somebody else would meanwhile. */
export async function changeHost(page: Page, id: string, changes: Partial<Host>): Promise<Host> {
  const { version } = await getHost(page, id);
  return callApi(page, "PATCH", `/api/v1/hosts/${id}`, changes, { "if-match": `"${version}"` });
}

/** The rows of the list of hosts. */
export const hostRows = (page: Page) => page.getByRole("table", { name: "Hosts" }).locator("tbody tr");
