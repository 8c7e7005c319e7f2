import { expect, test } from "vitest";
import { linksCsv } from "./links-csv";

test("links become a file that no spreadsheet takes for formulas", () => {
  const link = { expiresAt: "2026-11-21T14:00:00.000Z" };
  const url = "https://desk.example.net/set-password#abc_-1";
  expect(
    linksCsv([
      { email: "=1+1@example.net", url, link },
      { email: '"a,b"@example.net', url, link },
    ]),
  ).toBe(
    [
      "email,link,expires",
      `'=1+1@example.net,${url},2026-11-21T14:00:00.000Z`,
      `"""a,b""@example.net",${url},2026-11-21T14:00:00.000Z`,
      "",
    ].join("\r\n"),
  );
});
