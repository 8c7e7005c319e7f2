import { registerHost } from "@/server/domain/hosts/schema";

/** What the fields of the form hold: text, as it was typed. */
export const emptyValues = {
  hostname: "",
  ip: "",
  fqdn: "",
  os: "",
  environment: "",
  criticality: "medium",
  status: "active",
  team: "",
  owner: "",
  tags: "",
  notes: "",
  connectionMethod: "direct_ssh",
  sshUser: "",
  sshPort: "22",
  sshTemplate: "",
  bastionHost: "",
  bastionPort: "",
};

export type RegisterValues = typeof emptyValues;

/** The input of `hosts.register` that the fields stand for. */
export function inputOf({ tags, sshPort, bastionPort, ...texts }: RegisterValues) {
  return {
    ...texts,
    tags: tags.split(/\s+/).filter(Boolean),
    sshPort: numberOf(sshPort),
    bastionPort: numberOf(bastionPort) ?? null,
  };
}

function numberOf(text: string): number | undefined {
  return text.trim() === "" ? undefined : Number(text);
}

/** What is wrong with the fields, by the API's own schema. */
export function validate(values: RegisterValues): Record<string, string> {
  const { error } = registerHost.safeParse(inputOf(values));
  const entries = error?.issues.map(({ path, message }) => [String(path[0]), message] as const) ?? [];
  return Object.fromEntries(entries.reverse());
}
