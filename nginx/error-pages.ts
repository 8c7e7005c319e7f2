import { createHash } from "node:crypto";
import { darkColors, lightColors } from "@/app/_lib/tokens";
import { errorPagesPath } from "./paths";
import { fillIn, readTemplate } from "./template";

type ErrorPage = { status: number; statuses: readonly number[]; title: string; text: string; advice: string };

const pages: readonly ErrorPage[] = [
  {
    status: 400,
    statuses: [400, 414, 494],
    title: "This request cannot be read",
    text: "It is no request that a browser sends, or its address or cookies are too long.",
    advice: "Clear the cookies of this site if it happens again and again.",
  },
  {
    status: 404,
    statuses: [404],
    title: "There is nothing here",
    text: "This address leads nowhere.",
    advice: "It may have been typed wrong, or be for the inside of the desk only.",
  },
  {
    status: 413,
    statuses: [413],
    title: "This file is too large",
    text: "What was sent is larger than the desk takes here, so nothing of it was kept.",
    advice: "Send it in parts, or ask an administrator for a higher limit.",
  },
  {
    status: 429,
    statuses: [429],
    title: "Too many requests",
    text: "There were more requests from your address than the desk takes at once. Others behind the same address count too.",
    advice: "Wait a few seconds, then try again.",
  },
  {
    status: 502,
    statuses: [500, 502],
    title: "The desk cannot be reached",
    text: "The web server works, but nothing behind it answers. It may be restarting, which takes a few seconds.",
    advice: "If it lasts, tell an administrator the request id below: it stands in the log of the web server.",
  },
  {
    status: 503,
    statuses: [503],
    title: "The desk is not available now",
    text: "It may be busy or restarting. Nothing is lost.",
    advice: "If it lasts, tell an administrator the request id below: it stands in the log of the web server.",
  },
  {
    status: 504,
    statuses: [504],
    title: "The desk took too long to answer",
    text: "A change that you sent may still have been made: look before you send it again.",
    advice: "If it lasts, tell an administrator the request id below: it stands in the log of the web server.",
  },
];

/** The style of the desk, in its colours, without anything to load. */
async function pageStyle(): Promise<string> {
  const style = await readTemplate("error-page.css");
  const names = new Set(Array.from(style.matchAll(/var\((--[\w-]+)\)/g), ([, name = ""]) => name));
  const colors = Array.from(names, (name) => `  ${name}: light-dark(${lightColors[name]}, ${darkColors[name]});`);
  return `:root {\n  color-scheme: light dark;\n${colors.join("\n")}\n}\n${style}`;
}

/** The pages of errors by file name, and the policy that lets them have their own style and nothing else. */
export async function renderErrorPages(): Promise<{ files: Record<string, string>; policy: string }> {
  const style = await pageStyle();
  const digest = createHash("sha256").update(style).digest("base64");
  const template = await readTemplate("error-page.template");
  const files = pages.map((page) => {
    const values = { title: page.title, text: page.text, advice: page.advice, style };
    return [`${page.status}.html`, fillIn(template, values)] as const;
  });
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { files: Object.fromEntries(files), policy };
}

/** Which page is shown for which status. */
export function errorPageDirectives(): string {
  return pages
    .map(({ status, statuses }) => `error_page ${statuses.join(" ")} ${errorPagesPath}${status}.html;\n`)
    .join("");
}
