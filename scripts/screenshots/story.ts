import { Readable } from "node:stream";
import { createApiToken } from "@/server/domain/api-tokens/mutations";
import type { Context } from "@/server/domain/context";
import { importHosts } from "@/server/domain/hosts/import";
import {
  bringBackHost,
  deleteHost,
  editHost,
  editHosts,
  registerHost,
  retireHost,
} from "@/server/domain/hosts/mutations";
import { listHosts } from "@/server/domain/hosts/queries";
import {
  type EditHost,
  type Host,
  type HostFilter,
  listHosts as listInput,
  registerHost as newHost,
} from "@/server/domain/hosts/schema";
import { tellAlerts } from "./alerts";
import { actingAs, addTeam, type Person, type Team } from "./people";

/** The host that the pictures are of. */
export const heroName = "db-fra-p900";

const hour = 60;
const day = 24 * hour;

/** What an operations team does in three weeks: who works, and what with, so that the log and the dashboard tell a story. */
export async function tellStory(ctx: Context): Promise<Team> {
  const at = moments(ctx);
  const team = await addTeam(at(ctx, 12 * day), at(ctx, 8 * hour));
  const by = (person: Person, minutesAgo: number) => at(actingAs(ctx, person), minutesAgo);
  await makeTokens(by(team.lindqvist, 8 * day));
  await workOnHero(team, by);
  await workOnEstate(team, by);
  await tellAlerts({ alertmanager: by(team.nowak, 0), onCall: by(team.garcia, 0) }, heroName);
  return team;
}

type By = (person: Person, minutesAgo: number) => Context;

/** Contexts of the past, though no earlier than the log has room for: this month. */
function moments({ now }: Context) {
  const today = now();
  const monthStart = Date.UTC(today.getUTCFullYear(), today.getUTCMonth());
  return (ctx: Context, minutesAgo: number): Context => {
    const moment = new Date(Math.max(monthStart, today.getTime() - minutesAgo * 60_000));
    return { ...ctx, now: () => moment };
  };
}

async function makeTokens(ctx: Context): Promise<void> {
  const fields = { role: "operator", expiresInDays: 90 } as const;
  await createApiToken(ctx, { ...fields, name: "nightly import", scopes: ["hosts:read", "hosts:write"] });
  await createApiToken(ctx, { ...fields, name: "prometheus discovery", role: "viewer", scopes: ["hosts:read"] });
}

async function workOnHero({ nowak, garcia, suzuki }: Team, by: By): Promise<void> {
  const fields = newHost.parse({
    ...{ hostname: heroName, ip: "10.4.17.21", os: "linux", environment: "prod", criticality: "high" },
    ...{ fqdn: `${heroName}.prod.example.net`, team: "data", owner: "f.garcía", tags: ["postgres-18", "metal"] },
    ...{ connectionMethod: "bastion_ssh", sshUser: "deploy", bastionHost: "bastion-fra.example.net", bastionPort: 22 },
    notes: "Primary of the orders database.\nFail over by the runbook before patching.",
  });
  let host = await registerHost(by(garcia, 11 * day), fields);
  const edit = async (ctx: Context, changes: EditHost["changes"]) => {
    host = await editHost(ctx, { id: host.id, version: host.version, changes });
  };
  await edit(by(garcia, 9 * day), { tags: ["postgres-18", "metal", "pci"] });
  await edit(by(nowak, 3 * day), { sshPort: 2222 });
  await edit(by(garcia, 26 * hour), { criticality: "critical", owner: "m.hartmann" });
  await edit(by(suzuki, 5 * hour), { status: "maintenance" });
  await edit(by(suzuki, 40), { status: "active", notes: `${fields.notes}\nSecond power supply replaced.` });
}

async function workOnEstate({ lindqvist, nowak, garcia, suzuki }: Team, by: By): Promise<void> {
  const seen = ({ id, version }: Host) => ({ id, version });
  const find = async (filter: HostFilter, count: number) =>
    (await listHosts(by(nowak, 0), listInput.parse({ ...filter, status: ["active"], limit: count }))).items;
  const [moved, old, [gone], [wrong], [busy]] = await Promise.all([
    find({ q: "kafka-fra", environment: ["prod"] }, 12),
    find({ q: "cache-ams", environment: ["prod"] }, 3),
    find({ q: "worker-iad", environment: ["dev"] }, 1),
    find({ q: "lb-iad", environment: ["prod"] }, 1),
    find({ q: "edge-ams", environment: ["prod"] }, 1),
  ]);
  if (!gone || !wrong || !busy) throw new Error("the estate has no host that the story needs");
  await importHosts(by(nowak, 7 * hour), {
    name: "gru-expansion.csv",
    open: () => Readable.from([Buffer.from(expansion())]),
  });
  await editHost(by(lindqvist, 6 * hour), { ...seen(wrong), changes: { criticality: "critical", team: "network" } });
  await editHosts(by(garcia, 4 * hour), {
    hosts: moved.map(seen),
    changes: { owner: "s.iyer", addTags: ["kraft"] },
    reason: "CHG-2291",
  });
  for (const [index, host] of old.entries()) {
    const reason = "Replaced by the new cluster, CHG-2304";
    await retireHost(by(suzuki, 3 * hour - index), { ...seen(host), reason });
  }
  const mistaken = old[0];
  if (mistaken)
    await bringBackHost(by(suzuki, 2 * hour), { id: mistaken.id, version: mistaken.version + 1, reason: null });
  await editHost(by(nowak, 75), { ...seen(busy), changes: { status: "maintenance" } });
  await deleteHost(by(nowak, 25), { ...seen(gone), reason: "Registered twice" });
}

/** A file of new hosts, as somebody exports it from a spreadsheet. */
function expansion(): string {
  const rows = Array.from({ length: 14 }, (_, index) => {
    const number = String(index + 1).padStart(3, "0");
    return `mail-gru-p${number},10.70.0.${index + 1},mail-gru-p${number}.prod.example.net,linux,prod,l.moreau,workplace,high,postfix`;
  });
  return ["hostname,ip,fqdn,os,environment,owner,team,criticality,tags", ...rows].join("\n");
}
