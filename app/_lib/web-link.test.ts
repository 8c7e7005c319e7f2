import { expect, it } from "vitest";
import { webLink } from "./web-link";

it.each([
  ["https://runbooks.example/a?b#c", "https://runbooks.example/a?b#c"],
  ["http://prometheus:9090/graph", "http://prometheus:9090/graph"],
  ["javascript:alert(1)", undefined],
  ["JavaScript:alert(1)", undefined],
  ["data:text/html,x", undefined],
  ["vbscript:x", undefined],
  ["/hosts", undefined],
  ["", undefined],
  [null, undefined],
])("%s is a link only on the web", (text, link) => {
  expect(webLink(text)).toBe(link);
});
