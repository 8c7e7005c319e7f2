import type { Host } from "@/server/domain/hosts/schema";

type Weights<Name extends string> = Readonly<Record<Name, number>>;
type Texts = readonly [string, ...string[]];

/** Who runs what: each team with its people. */
const teams = {
  platform: ["a.nowak", "c.lindqvist", "é.dubois", "r.oduya"],
  data: ["f.garcía", "m.hartmann", "s.iyer"],
  network: ["d.yılmaz", "k.brandt"],
  delivery: ["g.chen", "h.suzuki", "t.almeida"],
  workplace: ["b.okafor", "l.moreau"],
  research: ["j.novák", "p.haddad"],
  security: ["n.kowalczyk", "v.rossi"],
} as const satisfies Record<string, Texts>;

type Service = {
  team: keyof typeof teams;
  os: Host["os"];
  /** How many hosts it has, beside the others. */
  weight: number;
  /** In prod; elsewhere a host is medium or low. */
  criticality: Weights<Host["criticality"]>;
  tags: Texts;
};

const vital = { critical: 6, high: 3, medium: 1, low: 0 };
const serving = { critical: 2, high: 5, medium: 3, low: 0 };
const usual = { critical: 0, high: 2, medium: 6, low: 2 };
const minor = { critical: 0, high: 0, medium: 3, low: 7 };

/** What runs on hosts, by the first word of their names. */
const services = {
  web: { team: "platform", os: "linux", weight: 14, criticality: serving, tags: ["nginx", "blue", "green"] },
  api: { team: "platform", os: "linux", weight: 16, criticality: serving, tags: ["node", "blue", "green"] },
  cache: { team: "platform", os: "linux", weight: 7, criticality: usual, tags: ["redis", "valkey"] },
  worker: { team: "platform", os: "linux", weight: 12, criticality: usual, tags: ["k8s", "spot"] },
  db: { team: "data", os: "linux", weight: 9, criticality: vital, tags: ["postgres-18", "postgres-16", "mariadb"] },
  kafka: { team: "data", os: "linux", weight: 5, criticality: serving, tags: ["kraft", "broker"] },
  search: { team: "data", os: "linux", weight: 4, criticality: usual, tags: ["opensearch"] },
  backup: { team: "data", os: "linux", weight: 2, criticality: serving, tags: ["wal", "offsite"] },
  edge: { team: "network", os: "linux", weight: 5, criticality: vital, tags: ["bgp", "anycast"] },
  lb: { team: "network", os: "linux", weight: 4, criticality: vital, tags: ["haproxy", "l4"] },
  dns: { team: "network", os: "linux", weight: 2, criticality: vital, tags: ["unbound", "nsd"] },
  vpn: { team: "network", os: "linux", weight: 1, criticality: serving, tags: ["wireguard"] },
  build: { team: "delivery", os: "linux", weight: 6, criticality: minor, tags: ["runner", "docker"] },
  "mac-build": { team: "delivery", os: "macos", weight: 2, criticality: minor, tags: ["xcode", "runner"] },
  registry: { team: "delivery", os: "linux", weight: 1, criticality: serving, tags: ["oci"] },
  ad: { team: "workplace", os: "windows", weight: 2, criticality: vital, tags: ["ldap", "kerberos"] },
  file: { team: "workplace", os: "windows", weight: 3, criticality: usual, tags: ["smb", "dfs"] },
  desk: { team: "workplace", os: "windows", weight: 3, criticality: minor, tags: ["rds"] },
  gpu: { team: "research", os: "linux", weight: 4, criticality: minor, tags: ["h100", "a100", "slurm"] },
  mon: { team: "security", os: "linux", weight: 2, criticality: serving, tags: ["prometheus", "siem"] },
} as const satisfies Record<string, Service>;

/** The data centres, by airport, in the order of their address ranges. */
const sites = { fra: 26, ams: 19, iad: 21, sin: 10, gru: 8, syd: 7, lhr: 6, nrt: 3 };

/** What people write down about a host, if anything. */
const notes = [
  "-1 disk (RMA pending)",
  "owner moved; ask the team",
  'said "temporary" in 2019',
  "rack 12, unit 4",
  "Kernel is pinned until the vendor fixes the network driver.",
  "Fail over before patching; the runbook is in the wiki under its name.",
  "Certificate renews by itself on the 1st.\nIf it does not, the port 80 rule is missing.",
  "Reboots take ten minutes because of the memory test.",
  "Second power supply is on the other feed since the outage in March.",
  "Moves to the new cluster in the next quarter.",
  "Replaces the one that burned. Do not ask.",
  "Licence is bound to this address.",
] as const satisfies Texts;

/** A firm as an operations team would describe it. */
export const organisation = {
  teams,
  services,
  sites,
  notes,
  environments: { prod: 58, stage: 17, dev: 25 },
  statuses: { active: 90, maintenance: 4, retired: 6 },
  /** Beside those of the service. */
  tags: ["metal", "vm", "ha", "dr", "pci", "gdpr", "legacy"],
} as const;
