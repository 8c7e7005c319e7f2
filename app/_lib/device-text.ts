/** What tells browsers and clients apart, the more particular before what it also claims to be. */
const programs: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bVersion\/\S+ .*\bSafari\//, "Safari"],
];

const systems: readonly [pattern: RegExp, name: string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

const nameIn = (userAgent: string, table: typeof programs) => table.find(([pattern]) => pattern.test(userAgent))?.[1];

/** A user agent in words: `Firefox on Linux`. One that is not known stays as it came, because it was typed by somebody. */
export function deviceText(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === "") return "Unknown device";
  const program = nameIn(userAgent, programs);
  if (program === undefined) return userAgent;
  const system = nameIn(userAgent, systems);
  return system === undefined ? program : `${program} on ${system}`;
}
