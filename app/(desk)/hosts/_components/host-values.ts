import { type EditHost, type Host, hostFields, registerHost } from "@/server/domain/hosts/schema";

/** What the fields of a new host hold: text, as it was typed. */
export const emptyValues = {
  hostname: "",
  ip: "",
  environment: "",
  os: "",
  fqdn: "",
  criticality: "medium",
  status: "active",
  team: "",
  owner: "",
  tags: "",
  notes: "",
  connectionMethod: "direct_ssh",
  sshUser: "",
  sshPort: "22",
  bastionHost: "",
  bastionPort: "",
  sshTemplate: "",
};

export type HostValues = typeof emptyValues;
export type HostChanges = EditHost["changes"];

/** The names of the fields, in the order in which they stand. */
export const fieldNames = Object.keys(emptyValues) as (keyof HostValues)[];

/** What the fields of a host hold, to be edited. */
export function valuesOf(host: Host): HostValues {
  const texts = fieldNames.map((name) => {
    const value = host[name];
    return [name, Array.isArray(value) ? value.join(" ") : String(value ?? "")];
  });
  return Object.fromEntries(texts) as HostValues;
}

/** The input of the API that the fields stand for. */
export function inputOf({ tags, sshPort, bastionPort, ...texts }: HostValues) {
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

/** What is wrong with the fields of a new host, by the API's own schema. */
export function validateNew(values: HostValues): Record<string, string> {
  return errorsOf(registerHost.safeParse(inputOf(values)).error);
}

/** What is wrong with the fields of a host that is edited. */
export function validateEdit(values: HostValues): Record<string, string> {
  return errorsOf(hostFields.safeParse(inputOf(values)).error);
}

type Refusal = { issues: readonly { path: readonly PropertyKey[]; message: string }[] };

/** The first error of each field. */
function errorsOf(refusal: Refusal | undefined): Record<string, string> {
  const entries = refusal?.issues.map(({ path, message }) => [String(path[0]), message] as const) ?? [];
  return Object.fromEntries(entries.reverse());
}

/** What was typed anew, as the API takes it: fields whose text is another, and not only spelled otherwise. */
export function changesOf(host: Host, values: HostValues): HostChanges {
  const input = hostFields.parse(inputOf(values));
  const changed = typedIn(host, values).filter((name) => !isSame(input[name], host[name]));
  return Object.fromEntries(changed.map((name) => [name, input[name]]));
}

/** The fields that hold another text than the host it began with. */
export function typedIn(host: Host, values: HostValues): (keyof HostValues)[] {
  const before = valuesOf(host);
  return fieldNames.filter((name) => values[name] !== before[name]);
}

/** The fields of the host as it stands now, with what was typed since it was seen. */
export function valuesOn(now: Host, seen: Host, values: HostValues): HostValues {
  const [before, after] = [valuesOf(seen), valuesOf(now)];
  return Object.fromEntries(
    fieldNames.map((name) => [name, values[name] === before[name] ? after[name] : values[name]]),
  ) as HostValues;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
