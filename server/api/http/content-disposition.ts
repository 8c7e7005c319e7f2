/**
 * An attachment of this name (RFC 6266): in ASCII for old clients, and whole, as UTF-8 in percent signs (RFC 8187). A name is data:
 * what would end the text or the header is never in it as it is.
 */
export function attachmentNamed(name: string): string {
  const ascii = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}
