import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { organisation } from "./organisation";
import { Random } from "./random";

/** A host that somebody might run, and when somebody might have said so. */
export type EstateHost = RegisterHost & Pick<Host, "createdAt" | "updatedAt" | "lastSeenAt">;

export type EstateOptions = {
  hosts: number;
  /** Another seed is another estate. */
  seed: number;
  /** The moment at which the estate is as it is. */
  now: Date;
};

type Site = keyof typeof organisation.sites;
type Environment = RegisterHost["environment"];

const { teams, services, sites } = organisation;
const siteNames = Object.keys(sites) as Site[];

/** The address ranges overlap past this. */
export const maxHosts = 2_000_000;

/**
 * The hosts of an invented firm, one after the other, so that any number of them can be made. Every name is unique, and every
 * address within its environment. The same options give the same hosts, and a larger estate begins with the smaller one.
 */
export function* estate({ hosts, seed, now }: EstateOptions): Generator<EstateHost> {
  const count = counters();
  for (let number = 0; number < hosts; number++) {
    const random = new Random(seed, number);
    const place = { site: random.weighed(sites), environment: random.weighed(organisation.environments) };
    const identity = identityOf(random, place, count);
    yield { ...identity, ...accessTo(random, place, identity.os), ...historyOf(random, identity.status, now) };
  }
}

type Count = (key: string) => number;

/** Gives how often it was asked for a key. */
function counters(): Count {
  const counts = new Map<string, number>();
  return (key) => {
    const next = (counts.get(key) ?? 0) + 1;
    counts.set(key, next);
    return next;
  };
}

type Place = { site: Site; environment: Environment };

function identityOf(random: Random, { site, environment }: Place, count: Count) {
  const name = random.weighed(weightOf);
  const service = services[name];
  const series = `${name}-${site}-${environment[0]}`;
  const hostname = `${series}${String(count(series)).padStart(3, "0")}`;
  const criticality = environment === "prod" ? service.criticality : { medium: 3, low: 7 };
  return {
    hostname,
    fqdn: random.happens(0.92) ? `${hostname}.${environment}.example.net` : null,
    ip: addressIn({ site, environment }, count(`${site} ${environment}`), random.happens(0.04)),
    os: service.os,
    environment,
    criticality: random.weighed(criticality as Record<RegisterHost["criticality"], number>),
    status: random.weighed(organisation.statuses),
    team: random.happens(0.95) ? service.team : null,
    owner: random.happens(0.9) ? random.pick(teams[service.team]) : null,
    tags: tagsFor(random, service.tags),
    notes: random.happens(0.22) ? random.pick(organisation.notes) : null,
  };
}

const weightOf = Object.fromEntries(Object.entries(services).map(([name, { weight }]) => [name, weight])) as Record<
  keyof typeof services,
  number
>;

/** Each site has 1,048,576 addresses of 10.0.0.0/8, the first half of them for prod; no host has the first or last of a /24. */
function addressIn({ site, environment }: Place, number: number, isVersion6: boolean): string {
  const siteNumber = siteNames.indexOf(site);
  const range = { prod: 0, stage: 8, dev: 12 }[environment];
  if (isVersion6) {
    const [high, low] = [Math.floor(number / 65_536), number % 65_536];
    const end = high > 0 ? `${high.toString(16)}:${low.toString(16)}` : low.toString(16);
    return `2001:db8:${(siteNumber * 16 + range + 1).toString(16)}::${end}`;
  }
  const network = Math.floor((number - 1) / 254);
  const second = siteNumber * 16 + range + Math.floor(network / 256);
  return `10.${second}.${network % 256}.${((number - 1) % 254) + 1}`;
}

function tagsFor(random: Random, ofService: readonly [string, ...string[]]): string[] {
  const tags = random.happens(0.8) ? [random.pick(ofService)] : [];
  if (random.happens(0.6)) tags.push(random.pick(organisation.tags));
  if (random.happens(0.2)) tags.push(random.pick(organisation.tags));
  return [...new Set(tags)];
}

/** Prod is behind a bastion; elsewhere people come through Teleport or directly. */
function accessTo(random: Random, { site, environment }: Place, os: RegisterHost["os"]) {
  const isBehindBastion = environment === "prod";
  const connectionMethod = isBehindBastion ? "bastion_ssh" : random.pick(["direct_ssh", "teleport"]);
  return {
    connectionMethod,
    sshUser: os === "windows" ? "Administrator" : random.pick(["deploy", "ops", "root"]),
    sshPort: random.happens(0.85) ? 22 : 2222,
    sshTemplate: null,
    bastionHost: isBehindBastion ? `bastion-${site}.example.net` : null,
    bastionPort: isBehindBastion ? 22 : null,
  } as const;
}

const dayMilliseconds = 86_400_000;
const oldestDays = 2_200;

/** The estate has grown faster of late. Most hosts were seen within the hour; some nobody has touched or seen for months. */
function historyOf(random: Random, status: RegisterHost["status"], now: Date) {
  const before = (days: number) => new Date(now.getTime() - Math.round(days * dayMilliseconds)).toISOString();
  const age = oldestDays * random.share() ** 1.5;
  const sinceChange = random.happens(0.3) ? age : age * random.share() ** 2;
  const isSilent = status === "retired" || random.happens(0.06);
  const sinceSeen = isSilent ? sinceChange + (age - sinceChange) * random.share() : Math.min(age, random.share() / 24);
  const isEverSeen = random.happens(0.94);
  return {
    createdAt: before(age),
    updatedAt: before(sinceChange),
    lastSeenAt: isEverSeen ? before(sinceSeen) : null,
  };
}
