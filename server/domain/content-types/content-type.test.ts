import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { contentTypeOf } from "./content-type";

const bytes = (text: string) => Buffer.from(text, "utf8");

describe("the type of a file", () => {
  it.each([
    ["text/plain", bytes("2026-11-21T00:00:00Z started\n")],
    ["text/plain", bytes("")],
    ["text/plain", bytes("[INFO] ready")],
    ["text/plain", bytes("\u001b[31mred\u001b[0m, and größer")],
    ["application/json", bytes('\n{ "a": 1 }')],
    ["application/json", bytes('[{"a":1}]')],
    ["application/gzip", gzipSync("x")],
    ["application/zip", Buffer.from("PK\x03\x04rest", "latin1")],
    ["application/x-tar", Buffer.concat([Buffer.alloc(257), bytes("ustar\0")])],
    ["application/x-elf", Buffer.from("\x7fELF\x02", "latin1")],
    ["application/pdf", bytes("%PDF-1.7")],
    ["text/html", bytes("\n<!DOCTYPE html><p>")],
    ["image/svg+xml", bytes('<?xml version="1.0"?>\n<svg onload="x()">')],
    ["application/xml", bytes('<?xml version="1.0"?><a/>')],
    ["application/octet-stream", Buffer.of(0, 1, 2)],
    ["application/octet-stream", Buffer.of(0xff, 0xfe, 0xfd)],
  ])("is %s by what it begins with", (type, head) => {
    expect(contentTypeOf(head)).toBe(type);
  });

  it("is text also where the beginning ends within a character", () => {
    expect(contentTypeOf(bytes("aé").subarray(0, 2))).toBe("text/plain");
  });
});
