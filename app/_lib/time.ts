const steps = [
  { unit: "y", seconds: 31_557_600 },
  { unit: "mo", seconds: 2_629_800 },
  { unit: "d", seconds: 86_400 },
  { unit: "h", seconds: 3_600 },
  { unit: "min", seconds: 60 },
] as const;

/** How long ago something was, in one unit: `22 min ago`. What lies ahead by a little is a clock that differs: `just now`. */
export function relativeTime(iso: string, now: number): string {
  const ageSeconds = (now - Date.parse(iso)) / 1_000;
  const step = steps.find(({ seconds }) => ageSeconds >= seconds);
  return step ? `${Math.floor(ageSeconds / step.seconds)} ${step.unit} ago` : "just now";
}

/** How long to wait, rounded up, so that nobody comes too early: `45 seconds`, `3 minutes`. */
export function waitText(seconds: number): string {
  const [count, unit] = seconds < 60 ? [Math.ceil(seconds), "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `2026-11-20 14:58:19 UTC` */
export function exactTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** The day of a time in UTC: `Friday 20 November 2026`. */
export function dayText(time: number): string {
  return dayFormat.format(time).replace(",", "");
}

/** The day of a time in UTC, as a heading: `Today, Friday 20 November 2026`. */
export function dayHeading(iso: string, now: number): string {
  const day = iso.slice(0, 10);
  const name = dayText(Date.parse(iso));
  if (day === dayBefore(now, 0)) return `Today, ${name}`;
  return day === dayBefore(now, 1) ? `Yesterday, ${name}` : name;
}

function dayBefore(now: number, days: number): string {
  return new Date(now - days * 86_400_000).toISOString().slice(0, 10);
}
