type Signature = { type: string; at?: number; bytes: string };

/** What files of a type begin with, as Latin-1. The first that fits counts. */
const signatures: readonly Signature[] = [
  { type: "application/gzip", bytes: "\x1f\x8b" },
  { type: "application/zip", bytes: "PK\x03\x04" },
  { type: "application/zip", bytes: "PK\x05\x06" },
  { type: "application/zstd", bytes: "\x28\xb5\x2f\xfd" },
  { type: "application/x-xz", bytes: "\xfd7zXZ\0" },
  { type: "application/x-bzip2", bytes: "BZh" },
  { type: "application/x-7z-compressed", bytes: "7z\xbc\xaf\x27\x1c" },
  { type: "application/vnd.rar", bytes: "Rar!\x1a\x07" },
  { type: "application/x-tar", at: 257, bytes: "ustar" },
  { type: "application/x-elf", bytes: "\x7fELF" },
  { type: "application/x-mach-binary", bytes: "\xcf\xfa\xed\xfe" },
  { type: "application/vnd.microsoft.portable-executable", bytes: "MZ" },
  { type: "application/x-rpm", bytes: "\xed\xab\xee\xdb" },
  { type: "application/vnd.debian.binary-package", bytes: "!<arch>\ndebian" },
  { type: "application/wasm", bytes: "\0asm" },
  { type: "application/vnd.sqlite3", bytes: "SQLite format 3\0" },
  { type: "application/vnd.tcpdump.pcap", bytes: "\xd4\xc3\xb2\xa1" },
  { type: "application/pdf", bytes: "%PDF-" },
  { type: "image/png", bytes: "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", bytes: "\xff\xd8\xff" },
  { type: "image/gif", bytes: "GIF8" },
];

const html = /^\s*(<!doctype html|<html|<head|<body|<script)/i;
const xml = /^\s*<\?xml/;
const svg = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?<svg[\s>]/i;
const json = /^\s*(\{\s*("|\})|\[\s*(["{[\]]))/;

/** The type of a file by what it begins with; `application/octet-stream` for what is neither known nor text. */
export function contentTypeOf(head: Uint8Array): string {
  const latin = Buffer.from(head).toString("latin1");
  const signature = signatures.find(({ at = 0, bytes }) => latin.startsWith(bytes, at));
  if (signature) return signature.type;
  const text = asText(head);
  if (text === undefined) return "application/octet-stream";
  if (svg.test(text)) return "image/svg+xml";
  if (html.test(text)) return "text/html";
  if (xml.test(text)) return "application/xml";
  return json.test(text) ? "application/json" : "text/plain";
}

const noText = /[^\P{Cc}\t\n\r\f]/u;

/** UTF-8 without the control characters that no text has, or undefined. */
function asText(head: Uint8Array): string | undefined {
  try {
    // As a stream, because the head may end within a character.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    // Terminals are told of colours by an escape.
    return noText.test(text.replaceAll("\u001b", "")) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Whether a browser that shows a file of this type may run what is in it. */
export const isActive = (type: string) => /html|xml|pdf|wasm/.test(type);
