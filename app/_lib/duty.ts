import type { Duty } from "@/server/domain/permissions";
import { localPath } from "./local-path";

const paths: Record<Duty, string> = { "change-password": "/password", "set-up-two-step": "/account/two-step" };

/** Where a duty is done. From there it goes on to where somebody wanted to go. */
export function dutyPath(duty: Duty, wanted: string | null): string {
  const next = localPath(wanted);
  return next === "/" ? paths[duty] : `${paths[duty]}?next=${encodeURIComponent(next)}`;
}

/** Whether a path is where a duty is done. */
export function isDutyPath(duty: Duty, path: string): boolean {
  return path.split("?", 1)[0] === paths[duty];
}
