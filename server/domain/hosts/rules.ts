/** The field of a host that a violated constraint says is taken, or undefined for any other constraint. */
export function takenFieldOf(constraint: string | undefined): "hostname" | "ip" | undefined {
  if (constraint === "hosts_hostname_unique") return "hostname";
  if (constraint === "hosts_ip_unique") return "ip";
  return undefined;
}
