/**
 * Whom an address stands for where failures are counted: an IPv4 address itself, but the /64 of an IPv6 one, all of which one
 * customer has. Takes an address in its canonical spelling.
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::", 2);
  const words = (part: string) => (part === "" ? [] : part.split(":"));
  const missing = tail === undefined ? 0 : 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array.from({ length: missing }, () => "0"), ...words(tail ?? "")];
  return `${all.slice(0, 4).join(":")}::/64`;
}
