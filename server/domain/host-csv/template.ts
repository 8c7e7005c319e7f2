import { csvLine } from "@/server/domain/csv/line";
import { registerHost } from "@/server/domain/hosts/schema";
import { cellsOf } from "./row";
import { columns } from "./schema";

const example = registerHost.parse({
  hostname: "web-fra-p001",
  ip: "10.0.0.1",
  fqdn: "web-fra-p001.prod.example.net",
  os: "linux",
  environment: "prod",
  owner: "a.nowak",
  team: "platform",
  criticality: "high",
  tags: ["pci", "blue"],
  notes: "Replace this line with hosts of your own.",
  connectionMethod: "bastion_ssh",
  sshUser: "deploy",
  bastionHost: "bastion-fra.example.net",
  bastionPort: 22,
});

/** A file to begin with: all columns, and one host. */
export const template = csvLine(columns) + csvLine(cellsOf(example));
